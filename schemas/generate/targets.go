package main

// A pin is a Go module that requires upstream API types at exact versions. Different pins exist because
// different versions of one API live in different releases of one upstream module.
type pin struct {
	// dir is the folder below pins/ that holds go.mod, go.sum and pin.go.
	dir      string
	packages []apiPackage
}

// An apiPackage is one Go package of API types, normally one version of one group.
type apiPackage struct {
	importPath string
	group      string
	version    string
	kinds      []kind
	// shipped completes the types with a newer release that only ships its CustomResourceDefinitions.
	shipped *shipped
}

// A kind is one schema file. The facts are those of the newest upstream release, which the types
// cannot tell because each pin only knows its own.
type kind struct {
	name string
	// goType is the Go type of the root when it is not named like the kind.
	goType string
	// removedIn is the upstream release that no longer serves this version; empty while it is served.
	removedIn string
	// replacement is the apiVersion to move to; empty for a current version.
	replacement string
	// storage tells that objects are kept in this version.
	storage bool
	// file tells that the kind is read from a file and never stored in a cluster.
	file bool
}

func current(names ...string) []kind {
	kinds := make([]kind, 0, len(names))
	for _, name := range names {
		kinds = append(kinds, kind{name: name, storage: true})
	}
	return kinds
}

func removed(removedIn, replacement string, names ...string) []kind {
	kinds := make([]kind, 0, len(names))
	for _, name := range names {
		kinds = append(kinds, kind{name: name, removedIn: removedIn, replacement: replacement})
	}
	return kinds
}

const (
	fluxKustomize = "kustomize.toolkit.fluxcd.io"
	fluxHelm      = "helm.toolkit.fluxcd.io"
	fluxSource    = "source.toolkit.fluxcd.io"
	externalGroup = "external-secrets.io"
	kustomizeFile = "kustomize.config.k8s.io"

	kustomizeAPI = "github.com/fluxcd/kustomize-controller/api/"
	helmAPI      = "github.com/fluxcd/helm-controller/api/"
	sourceAPI    = "github.com/fluxcd/source-controller/api/"
	externalAPI  = "github.com/external-secrets/external-secrets/apis/externalsecrets/"
)

// pins lists everything that is generated.
var pins = []pin{
	{dir: "argo-cd", packages: []apiPackage{{
		importPath: "github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1",
		group:      "argoproj.io", version: "v1alpha1",
		kinds: current("Application", "AppProject"),
	}}},
	{dir: "kustomize", packages: []apiPackage{
		{
			importPath: "sigs.k8s.io/kustomize/api/types", group: kustomizeFile, version: "v1beta1",
			kinds: []kind{{name: "Kustomization", file: true}},
		},
		{
			importPath: "sigs.k8s.io/kustomize/api/types", group: kustomizeFile, version: "v1alpha1",
			kinds: []kind{{name: "Component", goType: "Kustomization", file: true}},
		},
	}},
	{dir: "flux", packages: []apiPackage{
		{importPath: kustomizeAPI + "v1", group: fluxKustomize, version: "v1", kinds: current("Kustomization")},
		{
			importPath: kustomizeAPI + "v1beta2", group: fluxKustomize, version: "v1beta2",
			kinds: removed("Flux 2.8", fluxKustomize+"/v1", "Kustomization"),
		},
		{
			importPath: kustomizeAPI + "v1beta1", group: fluxKustomize, version: "v1beta1",
			kinds: removed("Flux 2.7", fluxKustomize+"/v1", "Kustomization"),
		},
		{importPath: helmAPI + "v2", group: fluxHelm, version: "v2", kinds: current("HelmRelease")},
		{
			importPath: helmAPI + "v2beta2", group: fluxHelm, version: "v2beta2",
			kinds: removed("Flux 2.8", fluxHelm+"/v2", "HelmRelease"),
		},
		{
			importPath: helmAPI + "v2beta1", group: fluxHelm, version: "v2beta1",
			kinds: removed("Flux 2.7", fluxHelm+"/v2", "HelmRelease"),
		},
		{
			importPath: sourceAPI + "v1", group: fluxSource, version: "v1",
			kinds: current("GitRepository", "HelmRepository", "HelmChart", "Bucket", "OCIRepository", "ExternalArtifact"),
		},
		{
			importPath: sourceAPI + "v1beta2", group: fluxSource, version: "v1beta2",
			kinds: removed("Flux 2.8", fluxSource+"/v1",
				"GitRepository", "HelmRepository", "HelmChart", "Bucket", "OCIRepository"),
		},
		{
			importPath: sourceAPI + "v1beta1", group: fluxSource, version: "v1beta1",
			kinds: removed("Flux 2.7", fluxSource+"/v1", "GitRepository", "HelmRepository", "HelmChart", "Bucket"),
		},
	}},
	{dir: "external-secrets", packages: []apiPackage{
		{
			importPath: externalAPI + "v1", group: externalGroup, version: "v1",
			kinds:   current("ExternalSecret", "ClusterExternalSecret", "SecretStore", "ClusterSecretStore"),
			shipped: &externalSecretsShipped,
		},
		{
			importPath: externalAPI + "v1beta1", group: externalGroup, version: "v1beta1",
			kinds: removed("External Secrets 0.17", externalGroup+"/v1",
				"ExternalSecret", "ClusterExternalSecret", "SecretStore", "ClusterSecretStore"),
			shipped: &externalSecretsShipped,
		},
	}},
	{dir: "external-secrets-v1alpha1", packages: []apiPackage{{
		importPath: externalAPI + "v1alpha1", group: externalGroup, version: "v1alpha1",
		kinds: removed("External Secrets 0.16", externalGroup+"/v1",
			"ExternalSecret", "SecretStore", "ClusterSecretStore"),
	}}},
}
