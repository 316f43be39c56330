import { type Event, type TextDocumentContentProvider, Uri } from "vscode";
import type {
  ClusterDetails,
  ClusterLogsResult,
  ClusterObjectId,
  ClusterPlanTextResult,
} from "../../server/protocol/cluster.ts";
import type { ComparedObject } from "../../server/protocol/compare.ts";
import type { ClusterModel } from "./clusterModel.ts";
import { idOf, pathOf, readObjectId, wordsOf } from "./identity.ts";
import { timeOf } from "./statusLook.ts";

/** Scheme of the read-only documents that show a live object. */
export const liveScheme = "gitops-live";

/** Scheme of the read-only documents with the two sides of a comparison. */
export const comparedScheme = "gitops-compared";

const eventsSuffix = ".events.log";
const logsSuffix = ".controller.log";
const planSuffix = ".plan.txt";

/** So many comparisons are kept for their tabs; Secrets are masked in them. */
const keptComparisons = 5;

/** The URI of the document that shows a live object. */
export function liveUri(object: ClusterObjectId): Uri {
  const { context, kind, namespace, name } = object;
  const path = ["", context, kind, namespace, `${name}.live.yaml`]
    .filter((part, at) => at === 0 || part !== "")
    .join("/");
  return Uri.from({ scheme: liveScheme, path, query: JSON.stringify(idOf(object)) });
}

/** The live object that a document is about; undefined for all other documents. */
export function liveObjectOf({ scheme, query }: Uri): ClusterObjectId | undefined {
  return scheme === liveScheme ? readObjectId(JSON.parse(query || "null")) : undefined;
}

/** The URI of the document that lists the events about an object. */
export function eventsUri(object: ClusterObjectId): Uri {
  const uri = liveUri(object);
  return uri.with({ path: uri.path.replace(/\.live\.yaml$/, eventsSuffix) });
}

/** The URI of a document with what the controller logged about an object until now; another one each time. */
export function logsUri(object: ClusterObjectId): Uri {
  return momentUri(object, logsSuffix);
}

/** The URI of a document with the plan of an object as it is now; another one each time. */
export function planUri(object: ClusterObjectId): Uri {
  return momentUri(object, planSuffix);
}

function momentUri(object: ClusterObjectId, suffix: string): Uri {
  const uri = liveUri(object);
  const query = JSON.stringify({ ...idOf(object), until: Date.now() });
  return uri.with({ path: uri.path.replace(/\.live\.yaml$/, suffix), query });
}

/** Whether a document follows its object; logs and plans are read once. */
export function followsObject({ path }: Uri): boolean {
  return !path.endsWith(logsSuffix) && !path.endsWith(planSuffix);
}

/** The text of a live object: what is known about it, then the object. */
export class LiveDocuments implements TextDocumentContentProvider {
  readonly #model: ClusterModel;
  readonly onDidChange: Event<Uri>;

  constructor(model: ClusterModel, changed: Event<Uri>) {
    this.#model = model;
    this.onDidChange = changed;
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const object = readObjectId(JSON.parse(uri.query || "null"));
    if (object === undefined) return "# This address names no object. Open it from the GitOps view again.\n";
    const connection = this.#model.connections.find(({ context }) => context === object.context);
    if (connection === undefined)
      return `# ${object.context} is not connected. Connect to it and open the object again.\n`;
    if (uri.path.endsWith(planSuffix)) return planText(object, await this.#model.planText(object));
    if (uri.path.endsWith(logsSuffix)) return logsText(object, await this.#model.logs(object));
    const details = await this.#model.details(object);
    if (details === undefined) return `# ${object.kind} ${pathOf(object)} is not in ${object.context}.\n`;
    if (uri.path.endsWith(eventsSuffix)) return eventsText(details);
    return header(details, connection.staleSince) + details.yaml;
  }
}

function logsText(object: ClusterObjectId, result: ClusterLogsResult): string {
  const about = `${object.kind} ${pathOf(object)} in ${object.context}`;
  if (result.kind === "failed") return `Log of the controller of ${about}\n\n${result.message}\n`;
  const { controller, pods, lines, problems } = result.logs;
  const none = `${controller} has not logged anything about it lately.`;
  const head = [`What ${controller} (${pods.join(", ")}) logged about ${about}, the newest last`, ...problems, ""];
  return [...head, ...(lines.length > 0 ? lines : [none]), ""].join("\n");
}

function planText(object: ClusterObjectId, result: ClusterPlanTextResult): string {
  const about = `${object.kind} ${pathOf(object)} in ${object.context}`;
  if (result.kind === "failed") return `The plan of ${about}\n\n${result.message}\n`;
  const { name, place, text } = result.plan;
  return `${name} of ${about}, from ${place}\n\n${text.trimEnd()}\n`;
}

function eventsText({ item, events, eventsProblem }: ClusterDetails): string {
  const lines = events.map(({ type, reason, message, count, when }) =>
    [when === undefined ? "" : new Date(when).toISOString(), type, `${reason} ×${count}`, message].join("  "),
  );
  const none = eventsProblem ?? "The cluster has no events about it; they are kept for an hour as a rule.";
  return [
    `Events of ${item.title} ${pathOf(item)} in ${item.context}, the newest first`,
    "",
    ...(lines.length > 0 ? lines : [none]),
    "",
  ].join("\n");
}

function header({ item, conditions }: ClusterDetails, staleSince: string | undefined): string {
  return [
    `${item.title} ${pathOf(item)} in ${item.context}`,
    ...(staleSince === undefined ? [] : [`As of ${timeOf(staleSince)}: the connection is interrupted.`]),
    `${item.status}: ${wordsOf(item)}${item.revision === undefined ? "" : `, ${item.revision}`}`,
    ...(item.message === undefined ? [] : item.message.split("\n")),
    ...conditions
      .filter(({ severity }) => severity !== "information")
      .flatMap(({ type, status, reason = "", message = "" }) => `${type} ${status} ${reason}: ${message}`.split("\n")),
  ]
    .map((line) => `# ${line.trimEnd()}\n`)
    .join("");
}

/** The two sides of comparisons, for the editor to show. */
export class ComparedDocuments implements TextDocumentContentProvider {
  readonly #texts = new Map<string, ReadonlyMap<string, string>>();
  #count = 0;

  /** Takes in a comparison; gives the left and right document of each object, undefined where there is none. */
  add(objects: readonly ComparedObject[]): readonly { readonly file: Uri; readonly live?: Uri; readonly next?: Uri }[] {
    this.#count += 1;
    const id = String(this.#count);
    const texts = new Map<string, string>();
    this.#texts.set(id, texts);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > keptComparisons && oldest !== undefined) this.#texts.delete(oldest);
    return objects.map((object) => {
      const uriOf = (side: "live" | "next", text: string) => {
        const uri = Uri.from({ scheme: comparedScheme, path: comparedPath(object), query: `${id}&${side}` });
        texts.set(uri.toString(), text);
        return uri;
      };
      return {
        file: Uri.from({ scheme: comparedScheme, path: comparedPath(object) }),
        ...(object.change !== "create" && { live: uriOf("live", object.live) }),
        ...(object.change !== "prune" && { next: uriOf("next", object.next) }),
      };
    });
  }

  provideTextDocumentContent(uri: Uri): string {
    const [id = ""] = uri.query.split("&");
    return this.#texts.get(id)?.get(uri.toString()) ?? "# This comparison is over. Compare again.\n";
  }
}

function comparedPath({ kind, namespace, name }: ComparedObject): string {
  return ["", namespace, kind, `${name}.yaml`].filter((part, at) => at === 0 || part !== "").join("/");
}
