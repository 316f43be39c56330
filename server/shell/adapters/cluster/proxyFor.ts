/** The proxy that the environment names for an address, as Go's net/http reads it; undefined for none. */
export function proxyFor(server: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const url = new URL(server);
  const proxy =
    url.protocol === "https:" ? (env["HTTPS_PROXY"] ?? env["https_proxy"]) : (env["HTTP_PROXY"] ?? env["http_proxy"]);
  if (!proxy || isLoopback(url.hostname)) return undefined;
  const exceptions = (env["NO_PROXY"] ?? env["no_proxy"] ?? "").split(",").map((each) => each.trim().toLowerCase());
  if (exceptions.some((exception) => matches(exception, url))) return undefined;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

/** Go never goes through a proxy to the machine itself. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

function matches(exception: string, { hostname, port }: URL): boolean {
  if (exception === "") return false;
  if (exception === "*" || exception === hostname || exception === `${hostname}:${port || "443"}`) return true;
  const suffix = exception.replace(/^\*?\./, "");
  if (hostname.endsWith(`.${suffix}`)) return true;
  return inNetwork(hostname, exception);
}

/** Whether an IPv4 address is in a network such as `10.0.0.0/8`. */
function inNetwork(host: string, network: string): boolean {
  const [base = "", bits] = network.split("/");
  const size = Number(bits);
  const [address, start] = [ipv4(host), ipv4(base)];
  if (bits === undefined || !(size >= 0 && size <= 32) || address === undefined || start === undefined) return false;
  const unit = 2 ** (32 - size);
  return Math.floor(address / unit) === Math.floor(start / unit);
}

function ipv4(text: string): number | undefined {
  const parts = text.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
