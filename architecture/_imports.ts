/** @file Every way in which one TypeScript file can reach another, read from its syntax tree. */
import { parseSync, Visitor, type Expression, type Program } from "oxc-parser";

/** One reach of a file to a module. `specifier` is undefined where it is computed at run time. */
export interface ImportSite {
  readonly specifier: string | undefined;
  readonly line: number;
}

export interface SourceFacts {
  readonly imports: readonly ImportSite[];
  /** Lines of top-level statements that are not re-exports. */
  readonly ownStatements: readonly number[];
}

/** Throws when the file does not parse: a file that cannot be read has not been checked. */
export function sourceFacts(file: string, source: string): SourceFacts {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message ?? "does not parse"}`);
  const lineOf = lineFinder(source);
  const imports: ImportSite[] = [];
  const add = (specifier: string | undefined, node: { readonly start: number }) =>
    imports.push({ specifier, line: lineOf(node.start) });
  new Visitor({
    ImportDeclaration: (node) => void add(node.source.value, node),
    ExportAllDeclaration: (node) => void add(node.source.value, node),
    ExportNamedDeclaration: (node) => void (node.source && add(node.source.value, node)),
    ImportExpression: (node) => void add(literal(node.source), node),
    TSImportType: (node) => void add(node.source.value, node),
    TSExternalModuleReference: (node) => void add(node.expression.value, node),
    CallExpression: (node) => {
      if (isRequire(node.callee)) add(literal(node.arguments[0]), node);
    },
    NewExpression: (node) => {
      // `new URL("./worker.ts", import.meta.url)` names a file as surely as an import does; folders and data are no modules.
      if (node.callee.type !== "Identifier" || node.callee.name !== "URL") return;
      const target = literal(node.arguments[0]);
      if (target !== undefined && /^\.{1,2}\/.*\.[cm]?[jt]s$/.test(target)) add(target, node);
    },
  }).visit(program);
  return { imports, ownStatements: ownStatements(program).map((start) => lineOf(start)) };
}

function isRequire(callee: Expression): boolean {
  if (callee.type === "Identifier") return callee.name === "require";
  return (
    callee.type === "MemberExpression" &&
    callee.property.type === "Identifier" &&
    ["getBuiltinModule", "resolve"].includes(callee.property.name) &&
    (callee.property.name === "getBuiltinModule" || callee.object.type === "MetaProperty")
  );
}

function literal(node: { readonly type: string } | undefined): string | undefined {
  return node?.type === "Literal" && "value" in node && typeof node.value === "string" ? node.value : undefined;
}

function ownStatements(program: Program): number[] {
  return program.body
    .filter((statement) => {
      if (statement.type === "ExportAllDeclaration") return false;
      if (statement.type !== "ExportNamedDeclaration") return true;
      const isEmpty = statement.declaration === null && statement.specifiers.length === 0;
      return statement.source === null && !isEmpty;
    })
    .map((statement) => statement.start);
}

function lineFinder(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}
