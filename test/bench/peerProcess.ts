// Validates every document below a folder with yaml-language-server and prints how many milliseconds it took.
import { TextDocument } from "vscode-languageserver-textdocument";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import { yamlFilesBelow } from "../harness/yamlFiles.ts";
import { timeOf } from "./measure.ts";
import { createPeerService, gvkOf, registeredSchemas } from "./peer.ts";

const [folder = "."] = process.argv.slice(2);
const schemas = loadSchemaRegistry();
const service = createPeerService();
const commentFor = registeredSchemas(service, schemas);
console.log(
  await timeOf(async () => {
    for (const { path, text } of yamlFilesBelow(folder)) {
      for (const [at, part] of text.split(/^(?=---\s*$)/m).entries()) {
        const body = part.replace(/^---[^\n]*\n/, "");
        const gvk = gvkOf(body);
        const content = `${gvk ? commentFor(gvk) : ""}\n${body}`;
        const document = TextDocument.create(`file://${path}-${at}.yaml`, "yaml", 1, content);
        await service.doValidation(document, false);
      }
    }
  }),
);
