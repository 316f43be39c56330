package render

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The fixtures are shared with the tests that go through WebAssembly. Their inputs are rendered at
// /render, where the expected texts and messages were made with kubectl.
const (
	fixtureFolder = "../../test/fixtures/render"
	fixtureRoot   = "/render"
)

type fixture struct {
	Target         string            `json:"target"`
	LoadRestrictor string            `json:"loadRestrictor"`
	Unrenderable   Unrenderable      `json:"unrenderable"`
	Links          map[string]string `json:"links"`
	Warnings       []string          `json:"warnings"`
	Error          string            `json:"error"`
	Path           string            `json:"path"`
	Line           int               `json:"line"`
	Skipped        []Skipped         `json:"skipped"`
}

func TestFixtures(t *testing.T) {
	folders, err := os.ReadDir(fixtureFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) { checkFixture(t, folder.Name()) })
	}
}

// Everything twice in one process: what one render leaves behind must not show in another.
func TestFixturesAgain(t *testing.T) {
	TestFixtures(t)
}

func checkFixture(t *testing.T, name string) {
	want := readFixture(t, name)
	tree := readTree(t, filepath.Join(fixtureFolder, name, "input"))
	for link, target := range want.Links {
		tree.Link(path.Join(fixtureRoot, link), target)
	}
	response, err := Render(tree, Request{
		Target: path.Join(fixtureRoot, want.Target), LoadRestrictor: want.LoadRestrictor, Unrenderable: want.Unrenderable,
	})
	checkError(t, want, err)
	if expected, err := os.ReadFile(filepath.Join(fixtureFolder, name, "expected.yaml")); err == nil {
		if string(expected) != string(response.YAML) {
			t.Errorf("rendered\n%s\nwant\n%s", response.YAML, expected)
		}
	}
	if !reflect.DeepEqual(response.Warnings, want.Warnings) {
		t.Errorf("warnings %q, want %q", response.Warnings, want.Warnings)
	}
	for index := range want.Skipped {
		want.Skipped[index].File = path.Join(fixtureRoot, want.Skipped[index].File)
	}
	if want.Skipped != nil && !reflect.DeepEqual(response.Skipped, want.Skipped) {
		t.Errorf("skipped %+v, want %+v", response.Skipped, want.Skipped)
	}
}

func checkError(t *testing.T, want fixture, err error) {
	t.Helper()
	if err == nil {
		if want.Error != "" {
			t.Errorf("no error, want %q", want.Error)
		}
		return
	}
	var failure *Error
	if !errors.As(err, &failure) {
		t.Fatalf("%T: %v", err, err)
	}
	if strings.TrimSpace(failure.Message) != want.Error {
		t.Errorf("error %q\nwant  %q", failure.Message, want.Error)
	}
	if want.Path != "" && (failure.Path != path.Join(fixtureRoot, want.Path) || failure.Line != want.Line) {
		t.Errorf("error at %s:%d, want %s:%d", failure.Path, failure.Line, want.Path, want.Line)
	}
}

func readFixture(t *testing.T, name string) fixture {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(fixtureFolder, name, "case.json"))
	if err != nil {
		t.Fatal(err)
	}
	var parsed fixture
	if err := json.Unmarshal(text, &parsed); err != nil {
		t.Fatal(err)
	}
	return parsed
}

// readTree reads the files below a folder into a tree, placed at fixtureRoot.
func readTree(t testing.TB, folder string) *Tree {
	t.Helper()
	tree := NewTree()
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(folder, name)
		tree.Set(path.Join(fixtureRoot, filepath.ToSlash(relative)), content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}
