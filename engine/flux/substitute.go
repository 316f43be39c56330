package flux

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/fluxcd/pkg/envsubst"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/yaml"
)

// substitute is the label or annotation by which an object opts out with the value "disabled".
const substitute = "kustomize.toolkit.fluxcd.io/substitute"

// Variables are what `postBuild` substitutes.
type Variables struct {
	Values map[string]string `json:"values,omitempty"`
	// Hidden names exist and have values nobody may see: their expressions stay as they are written.
	Hidden []string `json:"hidden,omitempty"`
	// Open says that further names may exist, so that those without a value stay as they are written, too.
	Open bool `json:"open,omitempty"`
	// Always substitutes although there is no variable, for the sake of defaults.
	Always bool `json:"always,omitempty"`
}

// Kept is a variable whose expressions stay in the text.
type Kept struct {
	Name string `json:"name"`
	// Unset variables have no value and no default: the controller refuses to apply anything.
	Unset bool `json:"unset,omitempty"`
	// Object is the first one with it, as `Kind name`.
	Object string `json:"object"`
}

var validName = regexp.MustCompile("^[_[:alpha:]][_[:alpha:][:digit:]]*$")

// Substitute replaces variables in each resource. print is resource.AsYAML or its equal.
func (v *Variables) Substitute(resources resmap.ResMap, print func(*resource.Resource) ([]byte, error)) ([]Kept, error) {
	if len(v.Values) == 0 && len(v.Hidden) == 0 && !v.Open && !v.Always {
		return nil, nil
	}
	evaluation := newEvaluation(v)
	for _, each := range resources.Resources() {
		if each.GetLabels()[substitute] == "disabled" || each.GetAnnotations()[substitute] == "disabled" {
			continue
		}
		text, err := print(each)
		if err != nil {
			return nil, err
		}
		if err := v.checkNames(); err != nil {
			return nil, fmt.Errorf("post build failed for '%s/%s': envsubst error: %w", each.GetGvk(), each.GetName(), err)
		}
		// Without a dollar sign there is nothing to replace, and what is printed is what was read.
		if !bytes.ContainsRune(text, '$') {
			continue
		}
		evaluation.object = each.GetKind() + " " + each.GetName()
		if err := evaluation.apply(each, string(text)); err != nil {
			return nil, fmt.Errorf("post build failed for '%s/%s': %w", each.GetGvk(), each.GetName(), err)
		}
		if _, err := resources.Replace(each); err != nil {
			return nil, err
		}
	}
	return evaluation.kept, nil
}

// checkNames refuses what no expression can name.
func (v *Variables) checkNames() error {
	for _, name := range slices.Sorted(maps.Keys(v.Values)) {
		if !validName.MatchString(name) {
			return fmt.Errorf("'%s' var name is invalid, must match '%s'", name, validName)
		}
	}
	return nil
}

// evaluation is one substitution of all resources.
type evaluation struct {
	variables *Variables
	hidden    map[string]bool
	unset     map[string]bool
	object    string
	kept      []Kept
	known     map[string]bool
}

func newEvaluation(variables *Variables) *evaluation {
	e := &evaluation{variables: variables, hidden: map[string]bool{}, unset: map[string]bool{}, known: map[string]bool{}}
	for _, name := range variables.Hidden {
		e.hidden[name] = true
	}
	return e
}

func (e *evaluation) apply(into *resource.Resource, text string) error {
	output, err := e.evaluate(text)
	if err != nil {
		return fmt.Errorf("envsubst error: variable substitution failed: %w", err)
	}
	json, err := yaml.YAMLToJSON([]byte(output))
	if err != nil {
		return fmt.Errorf("envsubst error: YAMLToJSON: %w", err)
	}
	if err := into.UnmarshalJSON(json); err != nil {
		return fmt.Errorf("UnmarshalJSON: %w", err)
	}
	return nil
}

// missingVariable is the error of strict substitution, which names one variable at a time.
var missingVariable = regexp.MustCompile(`^variable not set \(strict mode\): "([^"]*)"$`)

// evaluate leaves what has no value to show as it is written, and all else to envsubst.
func (e *evaluation) evaluate(text string) (string, error) {
	for {
		output, err := envsubst.Eval(escapeExpressions(text, e.keeps), e.value)
		if err == nil {
			return output, nil
		}
		missing := missingVariable.FindStringSubmatch(err.Error())
		if missing == nil || e.unset[missing[1]] {
			return "", err
		}
		e.unset[missing[1]] = true
	}
}

// value answers for what is nested in other expressions, too.
func (e *evaluation) value(name string) (string, bool) {
	if value, known := e.variables.Values[name]; known && !e.hidden[name] {
		return value, true
	}
	if e.isUnknown(name) {
		e.note(name, false)
		return "${" + name + "}", true
	}
	return "", false
}

func (e *evaluation) isUnknown(name string) bool {
	if e.hidden[name] {
		return true
	}
	_, known := e.variables.Values[name]
	return e.variables.Open && !known
}

// keeps tells whether an expression stays; rest is what follows the name.
func (e *evaluation) keeps(name, rest string) bool {
	switch {
	case e.isUnknown(name):
		e.note(name, false)
		return true
	case e.unset[name] && !hasDefault.MatchString(rest):
		e.note(name, true)
		return true
	}
	return false
}

var hasDefault = regexp.MustCompile(`^:?[-+=?]`)

func (e *evaluation) note(name string, unset bool) {
	if !e.known[name] {
		e.known[name] = true
		e.kept = append(e.kept, Kept{Name: name, Unset: unset, Object: e.object})
	}
}
