package flux

import (
	"fmt"
	"path"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/yaml"
)

// Merge returns the kustomization file that the controller writes over the one it finds. isFile tells whether a path
// relative to the directory exists. Fields that the types do not know get lost, as they do there.
func Merge(file []byte, spec *Spec, exists func(string) bool) ([]byte, error) {
	merged := types.Kustomization{
		TypeMeta: types.TypeMeta{APIVersion: types.KustomizationVersion, Kind: types.KustomizationKind},
	}
	if err := yaml.Unmarshal(file, &merged); err != nil {
		return nil, err
	}
	if len(merged.Resources) == 0 && merged.Namespace != placeholder {
		merged.BuildMetadata = []string{types.OriginAnnotations}
	}
	replace(&merged.Namespace, spec.TargetNamespace)
	replace(&merged.NamePrefix, spec.NamePrefix)
	replace(&merged.NameSuffix, spec.NameSuffix)
	for _, patch := range spec.Patches {
		merged.Patches = append(merged.Patches, types.Patch{Patch: patch.Patch, Target: patch.Target.adapt()})
	}
	for _, component := range spec.Components {
		if !isLocalPath(component) {
			return nil, fmt.Errorf("component path '%s' must be local and relative", component)
		}
		if spec.IgnoreMissingComponents && !exists(component) {
			continue
		}
		merged.Components = append(merged.Components, component)
	}
	for _, image := range spec.Images {
		setImage(&merged, image)
	}
	if len(spec.BuildMetadata) > 0 {
		merged.BuildMetadata = spec.BuildMetadata
	}
	return yaml.Marshal(merged)
}

// placeholder is the namespace that stands in a generated file without any resource.
const placeholder = "_placeholder"

func replace(field *string, value string) {
	if value != "" {
		*field = value
	}
}

func (s *Selector) adapt() *types.Selector {
	if s == nil {
		return nil
	}
	adapted := &types.Selector{LabelSelector: s.LabelSelector, AnnotationSelector: s.AnnotationSelector}
	adapted.Group, adapted.Version, adapted.Kind = s.Group, s.Version, s.Kind
	adapted.Name, adapted.Namespace = s.Name, s.Namespace
	return adapted
}

// setImage lets the fields of an image win over an entry of the same name. Tag and digest are one choice.
func setImage(merged *types.Kustomization, image Image) {
	for index := range merged.Images {
		known := &merged.Images[index]
		if known.Name != image.Name {
			continue
		}
		replace(&known.NewName, image.NewName)
		if image.NewTag != "" || image.Digest != "" {
			known.NewTag, known.Digest = image.NewTag, image.Digest
		}
		return
	}
	merged.Images = append(merged.Images, types.Image{
		Name: image.Name, NewName: image.NewName, NewTag: image.NewTag, Digest: image.Digest,
	})
}

// isLocalPath refuses what the controller refuses in `components`: absolute paths and what kustomize would fetch.
func isLocalPath(name string) bool {
	lower := strings.ToLower(name)
	for _, prefix := range []string{"git::", "gh:", "ssh://", "https://", "http://", "git@", "github.com:", "github.com/"} {
		if strings.HasPrefix(lower, prefix) && len(lower) > len(prefix) {
			return false
		}
	}
	return !path.IsAbs(name) && !path.IsAbs(strings.TrimPrefix(lower, "file://"))
}
