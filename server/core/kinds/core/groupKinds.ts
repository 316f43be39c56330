import type { GroupKind } from "../descriptor.ts";

/** The core kind that holds credentials. */
export const secretKind: GroupKind = { group: "", kind: "Secret" };
/** The core kind that holds plain values. */
export const configMapKind: GroupKind = { group: "", kind: "ConfigMap" };
/** The core kind that controllers impersonate. */
export const serviceAccountKind: GroupKind = { group: "", kind: "ServiceAccount" };
