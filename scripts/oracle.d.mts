/** Path of kubectl, or undefined where the package is not installed or has no binary for this system. */
export function kubectlPath(): string | undefined;
