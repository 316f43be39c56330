/** `gitops/cluster/webAddress`: where the web interface is that has a page for a live object, as the cluster says. */
export const clusterWebAddressRequest = "gitops/cluster/webAddress";

/** Result of {@link clusterWebAddressRequest}. `address` is as it was found, so any text. */
export type ClusterWebAddressResult =
  | { readonly kind: "found"; readonly address: string }
  | { readonly kind: "failed"; readonly message: string };
