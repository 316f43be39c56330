// Command flux renders each folder given as kustomize-controller 1.9 does between fetching a source and applying it: the
// generator, the build and the substitution of fluxcd/pkg/kustomize, the labels of fluxcd/pkg/ssa. A folder holds the
// Flux Kustomization (object.yaml), ConfigMaps of the cluster (cluster.yaml, may be missing) and the repository (input).
// It prints a JSON object: folder to its objects as YAML texts, or to the error.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fluxcd/pkg/kustomize"
	"github.com/fluxcd/pkg/ssa/utils"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

// result is one folder's.
type result struct {
	Objects []string `json:"objects"`
	Error   string   `json:"error,omitempty"`
}

func main() {
	results := map[string]result{}
	for _, folder := range os.Args[1:] {
		objects, err := render(folder)
		if err != nil {
			results[folder] = result{Error: err.Error()}
			continue
		}
		results[folder] = result{Objects: objects}
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}

func render(folder string) ([]string, error) {
	object, err := readObject(filepath.Join(folder, "object.yaml"))
	if err != nil {
		return nil, err
	}
	cluster, err := readCluster(filepath.Join(folder, "cluster.yaml"))
	if err != nil {
		return nil, err
	}
	// The generator writes into the folder.
	root, err := os.MkdirTemp("", "flux")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(root)
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return nil, err
	}
	if err := os.CopyFS(root, os.DirFS(filepath.Join(folder, "input"))); err != nil {
		return nil, err
	}
	directory, _, _ := unstructured.NestedString(object.Object, "spec", "path")
	text, err := build(object, cluster, root, filepath.Join(root, directory))
	if err != nil {
		return nil, err
	}
	return finish(object, text)
}

func build(object unstructured.Unstructured, cluster *configMaps, root, directory string) ([]byte, error) {
	if _, err := kustomize.NewGenerator(root, object).WriteFile(directory); err != nil {
		return nil, err
	}
	resources, err := kustomize.SecureBuild(root, directory, false)
	if err != nil {
		return nil, err
	}
	strategy, _, _ := unstructured.NestedString(object.Object, "spec", "postBuild", "substituteStrategy")
	if _, substitutes, _ := unstructured.NestedMap(object.Object, "spec", "postBuild"); substitutes {
		for _, each := range resources.Resources() {
			changed, err := kustomize.SubstituteVariables(context.Background(), cluster, object, each,
				kustomize.SubstituteWithStrict(true), kustomize.SubstituteWithAlways(strategy == "Always"))
			if err != nil {
				return nil, fmt.Errorf("post build failed for '%s/%s': %w", each.GetGvk(), each.GetName(), err)
			}
			if changed == nil {
				continue
			}
			if _, err := resources.Replace(each); err != nil {
				return nil, err
			}
		}
	}
	return resources.AsYaml()
}

func finish(owner unstructured.Unstructured, text []byte) ([]string, error) {
	objects, err := utils.ReadObjects(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	// ssa.ResourceManager.SetOwnerLabels, which wants a cluster to be made.
	utils.SetCommonMetadata(objects, map[string]string{
		"kustomize.toolkit.fluxcd.io/name":      owner.GetName(),
		"kustomize.toolkit.fluxcd.io/namespace": owner.GetNamespace(),
	}, nil)
	labels, _, _ := unstructured.NestedStringMap(owner.Object, "spec", "commonMetadata", "labels")
	annotations, _, _ := unstructured.NestedStringMap(owner.Object, "spec", "commonMetadata", "annotations")
	utils.SetCommonMetadata(objects, labels, annotations)
	texts := make([]string, 0, len(objects))
	for _, object := range objects {
		text, err := yaml.Marshal(object.Object)
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}

func readObject(name string) (unstructured.Unstructured, error) {
	var object unstructured.Unstructured
	content, err := os.ReadFile(name)
	if err != nil {
		return object, err
	}
	return object, yaml.Unmarshal(content, &object.Object)
}

// configMaps is a cluster that holds nothing else.
type configMaps struct {
	client.Client
	known map[string]corev1.ConfigMap
}

func readCluster(name string) (*configMaps, error) {
	cluster := &configMaps{known: map[string]corev1.ConfigMap{}}
	content, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return cluster, nil
	}
	if err != nil {
		return nil, err
	}
	for _, text := range bytes.Split(content, []byte("\n---\n")) {
		var found corev1.ConfigMap
		if err := yaml.Unmarshal(text, &found); err != nil {
			return nil, err
		}
		cluster.known[found.Namespace+"/"+found.Name] = found
	}
	return cluster, nil
}

func (c *configMaps) Get(_ context.Context, key client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	wanted, isConfigMap := into.(*corev1.ConfigMap)
	found, known := c.known[key.String()]
	if !isConfigMap || !known {
		return apierrors.NewNotFound(schema.GroupResource{Resource: "configmaps"}, key.Name)
	}
	*wanted = found
	return nil
}
