package argo

import (
	"slices"

	"sigs.k8s.io/kustomize/api/resmap"
)

// SetNamespaces gives objects without a namespace that of the destination, and takes it from those that have none
// (gitops-engine sync, which asks the cluster what has one).
func (c *Changes) SetNamespaces(resources resmap.ResMap) error {
	for _, each := range resources.Resources() {
		gvk := each.GetGvk()
		isClusterScoped := gvk.IsClusterScoped() || slices.Contains(c.ClusterScoped, gvk.Group+"/"+gvk.Kind)
		namespace := each.GetNamespace()
		switch {
		case isClusterScoped && namespace != "":
			namespace = ""
		case !isClusterScoped && namespace == "" && c.Namespace != "":
			namespace = c.Namespace
		default:
			continue
		}
		if err := each.SetNamespace(namespace); err != nil {
			return err
		}
	}
	return nil
}
