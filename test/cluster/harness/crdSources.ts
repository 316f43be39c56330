/** Name of a project whose kinds a cluster can serve. */
export type CrdFamily = "argo-cd" | "argo-rollouts" | "flux" | "external-secrets" | "gatekeeper" | "tofu-controller";

/** Where CustomResourceDefinitions come from. */
export type CrdSource =
  | {
      /** Files inside a released Go module. `sum` is what go.sum would say: no go.sum covers a module that is only read. */
      readonly from: "module";
      readonly module: string;
      readonly version: string;
      readonly sum: string;
      readonly files: readonly string[];
    }
  | {
      /** Made by controller-gen from the Go types of a package that go/crds requires, as the project itself does. */
      readonly from: "types";
      readonly package: string;
    }
  | {
      /** Written here, in definitions/, because no module that can be had holds them. */
      readonly from: "here";
      readonly file: string;
    };

const flux = "config/crd/bases/source.toolkit.fluxcd.io";
const secrets = "config/crds/bases/external-secrets.io";

/** The pinned sources of each family. The versions are those of schemas/generate/pins, or the newest that Go 1.26 takes. */
export const crdSources: Readonly<Record<CrdFamily, readonly CrdSource[]>> = {
  "argo-cd": [
    {
      from: "module",
      module: "github.com/argoproj/argo-cd/v3",
      version: "v3.5.7",
      sum: "h1:Xm1BF+I5OgDKUG3SDK49vn2/Y5AMyaNVko+/JT08gj0=",
      files: ["application", "applicationset", "appproject"].map((name) => `manifests/crds/${name}-crd.yaml`),
    },
  ],
  "argo-rollouts": [
    {
      from: "module",
      module: "github.com/argoproj/argo-rollouts",
      version: "v1.9.2",
      sum: "h1:NaAtrUjjm9AFAyurAEFRJjP54mk98s8007B3vsdFEbI=",
      files: ["rollout", "analysis-run", "analysis-template", "cluster-analysis-template", "experiment"].map(
        (name) => `manifests/crds/${name}-crd.yaml`,
      ),
    },
  ],
  flux: [
    {
      from: "module",
      module: "github.com/fluxcd/source-controller",
      version: "v1.9.6",
      sum: "h1:nG534/bI6nVpyHra7ONAk6xDB3xPsVT+EOLHZHXPrrc=",
      files: [
        "buckets",
        "externalartifacts",
        "gitrepositories",
        "helmcharts",
        "helmrepositories",
        "ocirepositories",
      ].map((name) => `${flux}_${name}.yaml`),
    },
    {
      from: "module",
      module: "github.com/fluxcd/kustomize-controller",
      version: "v1.9.6",
      sum: "h1:XB+G3A0mky0j5uVHZWv4oSlS2RvZBoNIUhstIvY0JKE=",
      files: ["config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml"],
    },
    // The module proxy serves the types of helm-controller, and not the controller with its definitions.
    { from: "types", package: "github.com/fluxcd/helm-controller/api/v2" },
  ],
  "external-secrets": [
    {
      from: "module",
      module: "github.com/external-secrets/external-secrets",
      version: "v1.3.2",
      sum: "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
      files: [
        "externalsecrets",
        "clusterexternalsecrets",
        "secretstores",
        "clustersecretstores",
        "pushsecrets",
        "clusterpushsecrets",
      ].map((name) => `${secrets}_${name}.yaml`),
    },
  ],
  gatekeeper: [
    {
      from: "module",
      module: "github.com/open-policy-agent/gatekeeper/v3",
      version: "v3.23.1",
      sum: "h1:njHTm0SJ6ZEhhEgmQTpJKTGQbc99fSs4hGiEp1OIKck=",
      files: ["config/crd/bases/constrainttemplate-customresourcedefinition.yaml"],
    },
    { from: "here", file: "constraints.yaml" },
  ],
  "tofu-controller": [{ from: "here", file: "terraforms.yaml" }],
};
