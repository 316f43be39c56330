package flux

import (
	"reflect"
	"testing"

	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
)

func resourcesOf(t *testing.T, text string) resmap.ResMap {
	t.Helper()
	factory := provider.NewDefaultDepProvider().GetResourceFactory()
	resources, err := resmap.NewFactory(factory).NewResMapFromBytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return resources
}

func substituted(t *testing.T, value string, variables Variables) (string, []Kept) {
	t.Helper()
	resources := resourcesOf(t, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {value: '"+value+"'}\n")
	kept, err := variables.Substitute(resources, (*resource.Resource).AsYAML)
	if err != nil {
		t.Fatal(err)
	}
	found, err := resources.Resources()[0].GetFieldValue("data.value")
	if err != nil {
		t.Fatal(err)
	}
	return found.(string), kept
}

// What nobody may see stays as it is written, whatever is done with it.
func TestHiddenVariables(t *testing.T) {
	variables := Variables{Values: map[string]string{"shown": "blue", "EMPTY": ""}, Hidden: []string{"SECRET"}}
	for value, want := range map[string]string{
		"${SECRET}":               "${SECRET}",
		"${#SECRET}":              "${#SECRET}",
		"${SECRET^^}-${shown^^}":  "${SECRET^^}-BLUE",
		"${SECRET:0:3}":           "${SECRET:0:3}",
		"${SECRET:-d}":            "${SECRET:-d}",
		"${SECRET:-${shown}}":     "${SECRET:-blue}",
		"${EMPTY:-${SECRET}}":     "${SECRET}",
		"${absent:-${SECRET}/x}":  "${SECRET}/x",
		"$${SECRET} $$$${SECRET}": "${SECRET} $${SECRET}",
		"$$${SECRET}${SECRETS=}":  "$${SECRET}",
	} {
		if found, _ := substituted(t, value, variables); found != want {
			t.Errorf("%s became %s, want %s", value, found, want)
		}
	}
}

func TestKeptVariables(t *testing.T) {
	variables := Variables{Values: map[string]string{"shown": "blue"}, Hidden: []string{"SECRET"}}
	text, kept := substituted(t, "${gone}${gone}${SECRET}${gone:-d}${shown}${lost}", variables)
	if want := "${gone}${gone}${SECRET}dblue${lost}"; text != want {
		t.Errorf("became %s, want %s", text, want)
	}
	object := "ConfigMap settings"
	want := map[Kept]bool{
		{Name: "gone", Unset: true, Object: object}: true, {Name: "SECRET", Object: object}: true,
		{Name: "lost", Unset: true, Object: object}: true,
	}
	found := map[Kept]bool{}
	for _, each := range kept {
		found[each] = true
	}
	if !reflect.DeepEqual(found, want) {
		t.Errorf("kept %v, want %v", kept, want)
	}
}

// Where further variables may exist, a default may not be what counts.
func TestOpenVariables(t *testing.T) {
	text, kept := substituted(t, "${known} ${any:-d} ${#any}", Variables{Values: map[string]string{"known": "k"}, Open: true})
	if want := "k ${any:-d} ${#any}"; text != want {
		t.Errorf("became %s, want %s", text, want)
	}
	if want := []Kept{{Name: "any", Object: "ConfigMap settings"}}; !reflect.DeepEqual(kept, want) {
		t.Errorf("kept %v, want %v", kept, want)
	}
}
