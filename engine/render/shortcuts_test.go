package render

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// trickyTexts are where removing anchors or keeping results could differ from kustomize.
var trickyTexts = map[string]string{
	"plain":           "a: 1\nb: [x, {c: d}]\n",
	"anchor":          "a: &x {b: 1}\nc: *x\n",
	"anchor unused":   "a: &x 1\n",
	"merge key":       "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n",
	"merge list":      "a: &x {b: 1}\ne: &y {b: 2}\nd:\n  <<: [*x, *y]\n",
	"quoted merge":    "a:\n  \"<<\": {b: 1}\n  c: 2\n",
	"key twice":       "a: 1\nb: 2\na: 3\n",
	"key twice wide":  "k01: 1\nk02: 1\nk03: 1\nk04: 1\nk05: 1\nk06: 1\nk07: 1\nk08: 1\nk09: 1\nk10: 1\nk11: 1\nk12: 1\nk13: 1\nk02: 2\n",
	"complex key":     "? [a, b]\n: 1\n? {c: d}\n: 2\n",
	"comments":        "# head\na: 1 # line\n# foot\n\nb: 2\n",
	"documents":       "a: 1\n---\nb: &x 2\nc: *x\n---\n---\nd: null\n",
	"tags":            "a: !!str 1\nb: !custom {c: 1}\nd: !!binary aGk=\n",
	"windows":         "a: 1\r\n---\r\nb: |\r\n  two\r\n  lines\r\n",
	"list of objects": "kind: List\nitems:\n- {a: &x 1, b: *x}\n- {c: 1}\n",
	"scalars":         "a: 012\nb: 1e3\nc: .inf\nd: 2020-01-01\ne: ~\nf: yes\ng: 'x'\nh: \"\\u00e9\"\n",
}

func TestReadNodesEqualsKustomizesReader(t *testing.T) {
	for name, text := range trickyTexts {
		want, wantErr := kio.FromBytes([]byte(text))
		got, gotErr := readNodes([]byte(text))
		if (wantErr == nil) != (gotErr == nil) || wantErr != nil && wantErr.Error() != gotErr.Error() {
			t.Errorf("%s: error %v, want %v", name, gotErr, wantErr)
		}
		if textOf(t, got) != textOf(t, want) {
			t.Errorf("%s: read\n%s\nwant\n%s", name, textOf(t, got), textOf(t, want))
		}
	}
}

func TestReadNodesRefusesAliasesOfAliases(t *testing.T) {
	text := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for _, pair := range []string{"10", "21", "32", "43", "54", "65", "76", "87"} {
		text += "a" + pair[:1] + ": &a" + pair[:1] + " [" + strings.Repeat("*a"+pair[1:]+", ", 9) + "]\n"
	}
	if _, err := readNodes([]byte(text)); err != errTooManyAliases {
		t.Errorf("error %v, want %v", err, errTooManyAliases)
	}
}

func TestParsedNodesAreCopies(t *testing.T) {
	kept := newParsedNodes()
	content := []byte("a: {b: [1, 2]}\nc: 3\n")
	calls := 0
	parse := func(content []byte) ([]*yaml.RNode, error) {
		calls++
		return readNodes(content)
	}
	first, _ := kept.parse(content, parse)
	want := textOf(t, first)
	// Appending must not reach the neighbour in the block of links.
	list := first[0].Field("a").Value.Field("b").Value.YNode()
	list.Content = append(list.Content, list.Content[0])
	first[0].Field("c").Value.YNode().Value = "changed"
	second, _ := kept.parse(content, parse)
	if got := textOf(t, second); got != want {
		t.Errorf("second copy\n%s\nwant\n%s", got, want)
	}
	if calls != 1 {
		t.Errorf("parsed %d times, want once", calls)
	}
}

func TestParsedNodesForgetTheOldest(t *testing.T) {
	kept := newParsedNodes()
	filler := strings.Repeat("x", parsedBytes/2)
	for _, name := range []string{"a", "b", "c", "d"} {
		if _, err := kept.parse([]byte(name+": "+filler), readNodes); err != nil {
			t.Fatal(err)
		}
	}
	if kept.bytes > parsedBytes || len(kept.entries) != kept.recent.Len() || len(kept.entries) == 0 {
		t.Errorf("%d bytes in %d entries, %d in order", kept.bytes, len(kept.entries), kept.recent.Len())
	}
}

func TestEmitEqualsAsYaml(t *testing.T) {
	factory := resmap.NewFactory(provider.NewDefaultDepProvider().GetResourceFactory())
	emitter := newEmitter()
	head := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
	for _, text := range []string{
		head + "data: {a: 'true'}\n", head + "data: {a: true}\n", head + "data: {a: \"1\"}\n", head + "data: {a: 1}\n",
		head + "data: # why\n  a: |\n    two\n    lines\n", head + "data:\n  a: >-\n    two\n    lines\n",
		head + "---\n" + strings.Replace(head, "x", "y", 1),
		head + "b10: 1\nb9: {}\nB1: []\na-b: ~\n\"true\": yes\n\"1\": {c: [d]}\n\"a: b\": |-\n  x: y\n\n  z\nlong: " +
			strings.Repeat("word ", 60) + "\n",
		head + "data: {a: 1, a: 2}\n", "data: {}\n" + head,
	} {
		for range 2 {
			resources, err := factory.NewResMapFromBytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			want, wantErr := resources.AsYaml()
			got, gotErr := emitter.emit(resources)
			if string(got) != string(want) || (wantErr == nil) != (gotErr == nil) {
				t.Errorf("emitted\n%s (%v)\nwant\n%s (%v)", got, gotErr, want, wantErr)
			}
		}
	}
}

func textOf(t *testing.T, nodes []*yaml.RNode) string {
	t.Helper()
	text, err := kio.StringAll(nodes)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The inputs of all fixtures, so that every new fixture tries the short cuts as well.
func TestReadNodesOnFixtures(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(fixtureFolder, "*", "input", "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatal(err, names)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, wantErr := kio.FromBytes(content)
		got, gotErr := readNodes(content)
		if (wantErr == nil) != (gotErr == nil) || wantErr == nil && textOf(t, got) != textOf(t, want) {
			t.Errorf("%s: %v, %v", name, gotErr, wantErr)
		}
	}
}
