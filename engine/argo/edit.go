package argo

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/api/pkg/util"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/yaml"
)

// Edit returns the kustomization file after the edits, in the order in which they are made. isThere tells whether a path
// relative to the directory exists. Without any edit the file is returned as it is.
func (c *Changes) Edit(file []byte, spec *Spec, exists func(string) bool) ([]byte, error) {
	var edited types.Kustomization
	if err := edited.Unmarshal(file); err != nil {
		return nil, err
	}
	edited.FixKustomization()
	before, err := yaml.Marshal(edited)
	if err != nil {
		return nil, err
	}
	if err := c.edit(&edited, spec, exists); err != nil {
		return nil, err
	}
	after, err := yaml.Marshal(edited)
	if err != nil {
		return nil, err
	}
	if string(before) == string(after) {
		return file, nil
	}
	return after, nil
}

func (c *Changes) edit(edited *types.Kustomization, spec *Spec, exists func(string) bool) error {
	if spec.NamePrefix != "" {
		edited.NamePrefix = spec.NamePrefix
	}
	if spec.NameSuffix != "" {
		edited.NameSuffix = spec.NameSuffix
	}
	for _, edit := range []func(*types.Kustomization, *Spec) error{
		c.setImages, setReplicas, c.addLabels, c.addAnnotations,
	} {
		if err := edit(edited, spec); err != nil {
			return err
		}
	}
	if spec.Namespace != "" {
		edited.Namespace = spec.Namespace
	}
	edited.Patches = append(edited.Patches, spec.Patches...)
	for _, component := range spec.Components {
		if spec.IgnoreMissingComponents && !exists(component) || slices.Contains(edited.Components, component) {
			continue
		}
		edited.Components = append(edited.Components, component)
	}
	return nil
}

// keep stands in an image for what the file says.
const keep = "*"

// setImages is `kustomize edit set image`: an image replaces the entry of its name as a whole.
func (c *Changes) setImages(edited *types.Kustomization, spec *Spec) error {
	if len(spec.Images) == 0 {
		return nil
	}
	images := map[string]types.Image{}
	for _, text := range spec.Images {
		image, err := parseImage(c.substitute(text))
		if err != nil {
			return err
		}
		images[image.Name] = image
	}
	for _, known := range edited.Images {
		if image, isSet := images[known.Name]; isSet {
			known.NewName, known.NewTag = kept(image.NewName, known.NewName), kept(image.NewTag, known.NewTag)
			known.Digest = kept(image.Digest, known.Digest)
		}
		images[known.Name] = known
	}
	edited.Images = make([]types.Image, 0, len(images))
	for _, image := range images {
		image.NewName, image.NewTag = kept(image.NewName, ""), kept(image.NewTag, "")
		image.Digest = kept(image.Digest, "")
		edited.Images = append(edited.Images, image)
	}
	sort.Slice(edited.Images, func(i, j int) bool { return edited.Images[i].Name < edited.Images[j].Name })
	return nil
}

func kept(value, known string) string {
	if value == keep {
		return known
	}
	return value
}

// parseImage reads `name=new:tag@digest` and its shorter forms.
func parseImage(text string) (types.Image, error) {
	name, value, renames := strings.Cut(text, "=")
	if !renames {
		name, value = "", text
	}
	newName, tag, digest := util.SplitImageName(value)
	if newName == text {
		return types.Image{}, fmt.Errorf(
			"invalid format of image, use one of the following options: name:tag, name@digest, name=new (`%s` is none of them)", text)
	}
	image := types.Image{Name: newName, NewTag: tag, Digest: digest}
	if name != "" {
		image.Name, image.NewName = name, newName
	}
	return image, nil
}

// setReplicas is `kustomize edit set replicas`.
func setReplicas(edited *types.Kustomization, spec *Spec) error {
	if len(spec.Replicas) == 0 {
		return nil
	}
	replicas := map[string]types.Replica{}
	for _, known := range edited.Replicas {
		replicas[known.Name] = known
	}
	for _, each := range spec.Replicas {
		count, err := strconv.ParseInt(strings.Trim(string(each.Count), `"`), 10, 64)
		if err != nil {
			return fmt.Errorf("the count of the replicas of `%s` is no whole number", each.Name)
		}
		replicas[each.Name] = types.Replica{Name: each.Name, Count: count}
	}
	edited.Replicas = make([]types.Replica, 0, len(replicas))
	for _, each := range replicas {
		edited.Replicas = append(edited.Replicas, each)
	}
	sort.Slice(edited.Replicas, func(i, j int) bool { return edited.Replicas[i].Name < edited.Replicas[j].Name })
	return nil
}

// addLabels is `kustomize edit add label`.
func (c *Changes) addLabels(edited *types.Kustomization, spec *Spec) error {
	if len(spec.CommonLabels) == 0 {
		return nil
	}
	if spec.LabelIncludeTemplates && !spec.LabelWithoutSelector {
		return errors.New("--without-selector flag must be specified for --include-templates to work")
	}
	if !spec.LabelWithoutSelector {
		if edited.CommonLabels == nil {
			edited.CommonLabels = map[string]string{}
		}
		return c.add("label", edited.CommonLabels, spec.CommonLabels, spec.ForceCommonLabels, true)
	}
	for index := range edited.Labels {
		known := &edited.Labels[index]
		if known.IncludeSelectors || known.IncludeTemplates != spec.LabelIncludeTemplates {
			continue
		}
		if known.Pairs == nil {
			known.Pairs = map[string]string{}
		}
		return c.add("label", known.Pairs, spec.CommonLabels, spec.ForceCommonLabels, true)
	}
	pairs := map[string]string{}
	edited.Labels = append(edited.Labels, types.Label{Pairs: pairs, IncludeTemplates: spec.LabelIncludeTemplates})
	return c.add("label", pairs, spec.CommonLabels, true, true)
}

// addAnnotations is `kustomize edit add annotation`.
func (c *Changes) addAnnotations(edited *types.Kustomization, spec *Spec) error {
	if len(spec.CommonAnnotations) == 0 {
		return nil
	}
	if edited.CommonAnnotations == nil {
		edited.CommonAnnotations = map[string]string{}
	}
	return c.add("annotation", edited.CommonAnnotations, spec.CommonAnnotations, spec.ForceCommonAnnotations,
		spec.CommonAnnotationsEnvsubst)
}

func (c *Changes) add(kind string, into, pairs map[string]string, force, substitutes bool) error {
	names := make([]string, 0, len(pairs))
	for name := range pairs {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if _, known := into[name]; known && !force {
			return fmt.Errorf("%s %s already in kustomization file. Use --force to override.", kind, name)
		}
		if into[name] = pairs[name]; substitutes {
			into[name] = c.substitute(pairs[name])
		}
	}
	return nil
}
