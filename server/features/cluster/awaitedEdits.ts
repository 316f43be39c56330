import type { CodeAction, Range } from "vscode-languageserver-types";
import type { AwaitedEdit } from "../../core/cluster/liveKind.ts";
import { identityIn } from "../../core/cluster/matching.ts";
import type { DocumentEntry } from "../../core/manifest/document.ts";
import { asString, pairOf, resolveAlias, valueAt } from "../../core/manifest/node.ts";
import { scalarText, setField } from "../../core/schema/edits.ts";
import { toRange, toTextEdit } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { liveObjectsOf } from "./liveObjects.ts";

/** Changes that live objects wait for, offered on the field that they are about or, while it is missing, on what holds it. */
export function provideAwaitedEdits(environment: Environment, uri: string, range: Range): readonly CodeAction[] {
  const { cluster, index } = environment;
  const file = cluster.connections.length === 0 ? undefined : index.file(uri);
  if (!file) return [];
  return index.manifests(uri).flatMap(({ manifest, ordinal }) => {
    const entry = file.entries[ordinal];
    if (!entry || entry.line > range.end.line) return [];
    const edits = liveObjectsOf(environment, identityIn(manifest)).flatMap(({ live, object }) =>
      object && live.awaitedEdits ? live.awaitedEdits(object) : [],
    );
    return edits.flatMap((edit) => actionFor(uri, entry, edit, range));
  });
}

function actionFor(uri: string, entry: DocumentEntry, edit: AwaitedEdit, range: Range): readonly CodeAction[] {
  const { root, text } = entry.document;
  const around = edit.path.slice(0, -1);
  const name = edit.path.at(-1) ?? "";
  const mapping = resolveAlias(valueAt(root, ...around));
  if (mapping?.type !== "mapping") return [];
  const pair = pairOf(mapping, name);
  const holder = pair ?? pairOf(valueAt(root, ...around.slice(0, -1)), around.at(-1) ?? "");
  if (!holder || asString(pair?.value)?.value === edit.value) return [];
  const { line } = toRange(entry, holder.key).start;
  if (line < range.start.line || line > range.end.line) return [];
  const written = scalarText(edit.value);
  const edits = setField(text, mapping, { name, flow: written, block: () => ` ${written}` });
  const changes = { [uri]: edits.map((each) => toTextEdit(entry, each)) };
  return [{ title: edit.title, kind: "quickfix", edit: { changes } }];
}
