/** What a failed connection means for a user, with what to do; never more than the address of the server. */
export function describeFailure(error: unknown, server: string): string {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (certificateProblems.has(code)) {
    return `The certificate of ${server} is not trusted (${text}). Check the cluster's certificate authority in the kubeconfig.`;
  }
  if (/CERT|SSL|TLS/.test(code)) return `No secure connection to ${server}: ${text}.`;
  const known = reasons[code];
  return known === undefined ? `No answer from ${server}: ${text || code}.` : `${server} ${known}`;
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses connections. Check that the cluster runs and that its address is right.",
  ENOTFOUND: "was not found by its name. Check the address, the network and the VPN.",
  EAI_AGAIN: "was not found by its name. Check the network and the VPN.",
  EHOSTUNREACH: "cannot be reached. Check the network and the VPN.",
  ENETUNREACH: "cannot be reached. Check the network and the VPN.",
  ETIMEDOUT: "does not answer. Check the network and the VPN.",
  ECONNRESET: "closed the connection before it answered.",
  EPIPE: "closed the connection before it answered.",
};

const certificateProblems: ReadonlySet<string> = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_GET_ISSUER_CERT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_SIGNATURE_FAILURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** Whether the server showed a certificate that the kubeconfig does not vouch for. */
export function isCertificateFailure(error: unknown): boolean {
  return certificateProblems.has(codeOf(error));
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
