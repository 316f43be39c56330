// Checks the folder named on the command line and prints how many milliseconds it took after the start.
import { checkPaths } from "../../server/shell/cli/check.ts";
import { timeOf } from "./measure.ts";

const [folder = "."] = process.argv.slice(2);
console.log(await timeOf(() => checkPaths([folder])));
