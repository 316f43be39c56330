package render

import (
	"path"
	"sort"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// parsedKustomization is what a survey needs of a kustomization file, kept with its content.
type parsedKustomization struct {
	value    types.Kustomization
	warnings []string
	err      error
}

// survey is what a walk over the kustomization files tells before anything is built.
type survey struct {
	warnings []string
	skipped  []Skipped
	// ownSchema is set when a kustomization brings its own OpenAPI schema or asks for a version.
	ownSchema bool
	// visited are the kustomization files, in the order they were come across.
	visited []string
	files   *view
	stack   []string
}

func surveyTarget(files *view, target string) *survey {
	s := &survey{files: files}
	if root, err := filesys.ConfirmDir(files, target); err == nil {
		s.directory(string(root))
	}
	return s
}

// directory walks in the order kustomize loads, so warnings come in its order. A directory used
// twice is walked twice, because kustomize warns twice.
func (s *survey) directory(directory string) {
	if len(s.stack) > 100 || s.inStack(directory) {
		return
	}
	name, parsed := s.kustomization(directory)
	if parsed == nil || parsed.err != nil {
		return
	}
	s.visited = append(s.visited, name)
	s.stack = append(s.stack, directory)
	defer func() { s.stack = s.stack[:len(s.stack)-1] }()

	s.warnings = append(s.warnings, parsed.warnings...)
	value := &parsed.value
	s.ownSchema = s.ownSchema || len(value.OpenAPI) > 0
	s.entries(name, "resources", value.Resources)
	s.entries(name, "bases", value.Bases)
	s.charts(name, value)
	s.plugins(name, "generators", value.Generators)
	s.entries(name, "components", value.Components)
	s.plugins(name, "transformers", value.Transformers)
	s.plugins(name, "validators", value.Validators)
	s.lookFor(directory, value)
}

func (s *survey) inStack(directory string) bool {
	for _, visited := range s.stack {
		if visited == directory {
			return true
		}
	}
	return false
}

// kustomization returns the file name and content of the one kustomization file of a directory.
func (s *survey) kustomization(directory string) (string, *parsedKustomization) {
	var found string
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		if resolved, err := s.files.resolve(path.Join(directory, name)); err == nil {
			if entry := s.files.tree.files[resolved]; entry != nil {
				if found != "" {
					return "", nil
				}
				found = resolved
			}
		}
	}
	if found == "" {
		return "", nil
	}
	return found, s.files.tree.files[found].asKustomization()
}

func (f *file) asKustomization() *parsedKustomization {
	if f.kustomization != nil {
		return f.kustomization
	}
	parsed := &parsedKustomization{}
	parsed.err = parsed.value.Unmarshal(f.content)
	if parsed.err == nil {
		parsed.warnings = *parsed.value.CheckDeprecatedFields()
	}
	f.kustomization = parsed
	return parsed
}

// entries follows resources, bases or components: remote ones are noted, directories are walked.
func (s *survey) entries(file, field string, entries []string) {
	directory := path.Dir(file)
	for index, entry := range entries {
		local := path.Join(directory, entry)
		resolved, err := s.files.resolve(local)
		switch {
		case isRemote(entry) && (err != nil || s.files.tree.directories[resolved] > 0):
			delete(s.files.missing, local)
			s.skipped = append(s.skipped, Skipped{Kind: "remote", File: file, Field: field, Index: index, Entry: entry})
		case err == nil && s.files.tree.directories[resolved] > 0:
			s.directory(resolved)
		}
	}
}

func (s *survey) charts(file string, value *types.Kustomization) {
	for index, chart := range value.HelmCharts {
		s.skipped = append(s.skipped, Skipped{Kind: "helm", File: file, Field: "helmCharts", Index: index, Entry: chart.Name})
	}
	for index, chart := range value.HelmChartInflationGenerator {
		s.skipped = append(s.skipped, Skipped{
			Kind: "helm", File: file, Field: "helmChartInflationGenerator", Index: index, Entry: chart.ChartName,
		})
	}
}

// plugins notes generators, transformers and validators that are not built into kustomize.
// An entry is a path to a file, a path to a directory with a kustomization file, or the YAML itself.
func (s *survey) plugins(file, field string, entries []string) {
	directory := path.Dir(file)
	for index, entry := range entries {
		if isInline(entry) {
			s.plugin(file, field, index, []byte(entry))
			continue
		}
		local := path.Join(directory, entry)
		resolved, err := s.files.resolve(local)
		switch {
		case err != nil && isRemote(entry):
			delete(s.files.missing, local)
			s.skipped = append(s.skipped, Skipped{Kind: "remote", File: file, Field: field, Index: index, Entry: entry})
		case err == nil && s.files.tree.directories[resolved] > 0:
			s.directory(resolved)
		case err == nil:
			s.plugin(file, field, index, s.files.tree.files[resolved].content)
		}
	}
}

func (s *survey) plugin(file, field string, index int, content []byte) {
	for _, kind := range foreignPlugins(content) {
		s.skipped = append(s.skipped, Skipped{Kind: "plugin", File: file, Field: field, Index: index, Entry: kind})
	}
}

// lookFor looks up the local files the other fields name, so that all missing ones are known at once.
func (s *survey) lookFor(directory string, value *types.Kustomization) {
	names := append(append([]string{}, value.Crds...), value.Configurations...)
	for _, patch := range value.Patches {
		names = append(names, patch.Path)
	}
	for _, patch := range value.PatchesJson6902 {
		names = append(names, patch.Path)
	}
	for _, patch := range value.PatchesStrategicMerge {
		names = append(names, string(patch))
	}
	for _, replacement := range value.Replacements {
		names = append(names, replacement.Path)
	}
	names = append(names, value.OpenAPI["path"])
	for _, generator := range value.ConfigMapGenerator {
		names = append(names, sourceFiles(generator.KvPairSources)...)
	}
	for _, generator := range value.SecretGenerator {
		names = append(names, sourceFiles(generator.KvPairSources)...)
	}
	for _, name := range names {
		if name == "" || isInline(name) || isRemote(name) {
			continue
		}
		_, _ = s.files.resolve(path.Join(directory, name))
	}
}

// sourceFiles are the files of a generator; `key=path` names the key the content goes to.
func sourceFiles(sources types.KvPairSources) []string {
	names := append(append([]string{}, sources.EnvSources...), sources.EnvSource)
	for _, source := range sources.FileSources {
		_, name, hasKey := strings.Cut(source, "=")
		if !hasKey {
			name = source
		}
		names = append(names, name)
	}
	return names
}

// isInline tells YAML written in place of a path.
func isInline(entry string) bool {
	return strings.ContainsAny(entry, "\n{")
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
