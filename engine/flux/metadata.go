package flux

import "sigs.k8s.io/kustomize/api/resmap"

// group is the API group of the controller, in which it names the owner of an object.
const group = "kustomize.toolkit.fluxcd.io"

// SetMetadata gives each resource the labels of its owner, then the common labels and annotations.
func (c *Changes) SetMetadata(resources resmap.ResMap, common *CommonMetadata) error {
	if common == nil {
		common = &CommonMetadata{}
	}
	labels := map[string]string{}
	if c.Name != "" {
		labels[group+"/name"] = c.Name
	}
	if c.Namespace != "" {
		labels[group+"/namespace"] = c.Namespace
	}
	for name, value := range common.Labels {
		labels[name] = value
	}
	for _, each := range resources.Resources() {
		if len(labels) > 0 {
			if err := each.SetLabels(joined(each.GetLabels(), labels)); err != nil {
				return err
			}
		}
		if len(common.Annotations) > 0 {
			if err := each.SetAnnotations(joined(each.GetAnnotations(), common.Annotations)); err != nil {
				return err
			}
		}
	}
	return nil
}

func joined(own, further map[string]string) map[string]string {
	all := make(map[string]string, len(own)+len(further))
	for name, value := range own {
		all[name] = value
	}
	for name, value := range further {
		all[name] = value
	}
	return all
}
