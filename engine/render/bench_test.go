package render

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func diskTree(t testing.TB, root string) *Tree {
	tree := NewTree()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		c, err := os.ReadFile(p)
		tree.Set(p, c)
		return err
	})
	if err != nil {
		t.Skip(err)
	}
	return tree
}

func BenchmarkLarge(b *testing.B) { benchmarkDir(b, "/tmp/bench/large", "/tmp/bench/large/prod") }
func BenchmarkTiny(b *testing.B)  { benchmarkDir(b, "/tmp/bench/tiny", "/tmp/bench/tiny/prod") }

func benchmarkDir(b *testing.B, root, target string) {
	if err := WarmUp(); err != nil {
		b.Fatal(err)
	}
	tree := diskTree(b, root)
	for b.Loop() {
		if _, err := Render(tree, Request{Target: target}); err != nil {
			b.Fatal(err)
		}
	}
}
