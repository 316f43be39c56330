import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { createApplications } from "../../cluster/applications.ts";
import { applyBookshop } from "../../cluster/harness/bookshop.ts";
import { startCluster } from "../../cluster/harness/cluster.ts";
import { loadCrds } from "../../cluster/harness/crds.ts";
import { controlPlane, whyMissing } from "../../cluster/harness/programs.ts";
import { projectFolder } from "../../harness/yamlFiles.ts";

/** What a suite needs to reach the cluster as a user does, and to look into it. */
export interface ExampleCluster {
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Why there can be no cluster here; undefined when there can. */
export function whyNoCluster(): string | undefined {
  return whyMissing(controlPlane);
}

/**
 * A cluster with the objects of examples/, as many further Applications `app-0` … as are wanted, and what its storefront was like before the last changes to it. The kubeconfig
 * has two contexts for it, `bookshop` and, protected by its name, `bookshop-production`; nothing answers at `unreachable`, and `with-login` runs a program first.
 */
export async function startExampleCluster(applications = 0): Promise<ExampleCluster> {
  const cluster = await startCluster();
  try {
    await loadCrds(cluster.admin, ["argo-cd", "argo-rollouts", "flux", "external-secrets", "gatekeeper"]);
    await applyBookshop(cluster.admin);
    await createApplications(cluster.admin, applications);
    await cluster.applyYaml(earlierStorefront());
    const contextOf = (name: string) => ({
      name,
      server: cluster.address,
      authority: cluster.authority,
      user: { token: cluster.tokens.admin },
    });
    const kubeconfig = cluster.writeKubeconfig("example.yaml", [
      contextOf("bookshop"),
      contextOf("bookshop-production"),
      { ...contextOf("unreachable"), server: "https://127.0.0.1:1" },
      { ...contextOf("with-login"), user: { exec: loginProgram } },
    ]);
    const { address, authority } = cluster;
    return {
      environment: {
        KUBECONFIG: kubeconfig,
        GITOPS_E2E_CLUSTER: JSON.stringify({ address, authority, token: cluster.tokens.admin }),
      },
      stop: cluster.stop,
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** A program that is named and never started here. */
const loginProgram = {
  apiVersion: "client.authentication.k8s.io/v1",
  command: "cloud",
  args: ["login", "--token=secret"],
  interactiveMode: "Never",
};

/** The rendered storefront with fewer replicas, without its Ingress, and with a banner that Git has no more. */
function earlierStorefront(): string {
  const overlay = join(projectFolder, "examples/applications/storefront/overlays/production");
  const program = join(projectFolder, "bin/gitops-authoring");
  const rendered = execFileSync(process.execPath, [program, "render", overlay], { encoding: "utf8" });
  const earlier = rendered
    .split(/^---\n/m)
    .filter((text) => !/^kind: (Ingress|PodDisruptionBudget)$/m.test(text))
    .map((text) =>
      text.replace(/^ {2}replicas: 3$/m, "  replicas: 2").replace("PUBLIC_HOST: www.", "PUBLIC_HOST: shop."),
    );
  const banner = `apiVersion: v1
kind: ConfigMap
metadata: { name: storefront-banner, namespace: storefront-production }
data: { text: Summer sale }
`;
  return [...earlier, banner].join("---\n");
}
