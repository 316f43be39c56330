import assert from "node:assert/strict";
import { extension, open } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

/** In a folder without YAML. */
export const run = editorSuite([
  {
    title: "a plain text file in a folder without YAML does not start the extension",
    run: async () => {
      await open("notes.txt");
      assert.equal(extension().isActive, false);
    },
  },
]);
