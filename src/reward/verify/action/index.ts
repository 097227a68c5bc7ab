export { action, type ActionOptions } from "./action.ts";
