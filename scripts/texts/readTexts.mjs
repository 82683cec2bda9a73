/**
 * What a source file says to people: its texts of the catalogues, and what looks like a text and is none of them. A text is
 * written out where it stands, in a call of one of the functions below; `errorInfo` and `studioError` take two.
 */
import ts from 'typescript';

/** @typedef {{ text: string, line: number, given: readonly string[] | null }} Text `given`: the names of its values, where they stand beside it */
/** @typedef {{ text: string, line: number }} Loose */

/** Functions that take a text of the catalogues, and at which places. @type {Readonly<Record<string, readonly number[]>>} */
const TAKERS = {
  t: [0],

  msg: [0],
  plain: [0],
  say: [0],
  demand: [0],
  errorInfo: [1, 2],
  studioError: [1, 2],
  Damage: [0],
};

/** Calls whose texts are for programs: looked for, parsed, thrown at whoever changes this, or the same in every language. */
const FOR_PROGRAMS =
  /^(asIs|expect|describe|it|import|matchMedia|(.*\.)?(startsWith|endsWith|includes|split|join|replace|replaceAll|test|match|matchAll|querySelector|querySelectorAll|getContext|getItem|setItem|removeItem|get|set|has|request|addEventListener|removeEventListener|literal|enum))$/;

/** Attributes and properties whose texts nobody reads. */
const UNREAD =
  /^(className|class|id|role|key|type|htmlFor|style|src|href|accept|rel|target|d|viewBox|fill|stroke|font|tag|kind|path|pattern|transform|method|mode|name_|credentials|cache|data-.*|aria-(labelledby|describedby|controls|live|current))$/;

/**
 * @param {string} file its name tells whether it holds JSX
 * @param {string} code
 * @returns {{ texts: Text[], loose: Loose[] }}
 */
export function readTexts(file, code) {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  /** @type {Text[]} */
  const texts = [];
  /** @type {Loose[]} */
  const loose = [];
  /** @param {ts.Node} node */
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;

  /** @param {ts.CallExpression | ts.NewExpression} call @returns {ReadonlySet<ts.Node>} the texts that it takes */
  const takenBy = (call) => {
    const places = ts.isIdentifier(call.expression) ? TAKERS[call.expression.text] : undefined;
    /** @type {Set<ts.Node>} */
    const taken = new Set();
    for (const place of places ?? []) {
      for (const literal of literalsOf(call.arguments?.[place])) {
        texts.push({ text: literal.text, line: lineOf(literal), given: valuesOf(call, place) });
        taken.add(literal);
      }
    }
    return taken;
  };

  /** @param {ts.Node} node @param {ReadonlySet<ts.Node>} taken */
  const visit = (node, taken) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isJsxElement(node) && node.openingElement.tagName.getText() === 'math') return;
    if (isLoose(node, taken)) loose.push({ text: node.getText().trim(), line: lineOf(node) });
    const within =
      ts.isCallExpression(node) || ts.isNewExpression(node) ? new Set([...taken, ...takenBy(node)]) : taken;
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(source, new Set());
  return { texts, loose };
}

/** @param {ts.Node | undefined} node @returns {ts.StringLiteralLike[]} */
function literalsOf(node) {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  return ts.isConditionalExpression(node) ? [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)] : [];
}

/** @param {ts.CallExpression | ts.NewExpression} call @param {number} place of the text */
function valuesOf(call, place) {
  const values = call.arguments?.[place + 1];
  if (place > 0 || ts.isNewExpression(call)) return null;
  if (!values) return ts.isIdentifier(call.expression) && /^(msg|demand)$/.test(call.expression.text) ? null : [];
  if (!ts.isObjectLiteralExpression(values)) return null;
  return values.properties.flatMap((property) => (property.name ? [property.name.getText()] : []));
}

/** Words with a gap between them, or one that begins a label. @param {string} text */
const isWords = (text) => /\p{L}{2,}[,.:;”’]? [“(]?\p{L}+|^\p{Lu}\p{Ll}+…?$|^\d+ \p{L}{2,}/u.test(text);

/** @param {ts.Node} node @param {ReadonlySet<ts.Node>} taken */
function isLoose(node, taken) {
  if (ts.isJsxText(node)) return /\p{L}{2,}/u.test(node.text) && node.text.trim() !== 'Weft';
  if (taken.has(node) || !(ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))) return false;
  const words = ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('0')
    : node.text;
  return isWords(words) && isRead(node);
}

/** Whether a text can come before people, by where it stands. @param {ts.Node} node */
function isRead(node) {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
  if (ts.isElementAccessExpression(parent) || ts.isCaseClause(parent) || ts.isTaggedTemplateExpression(parent))
    return false;
  if (ts.isBinaryExpression(parent) && /^([!=]==?|in)$/.test(parent.operatorToken.getText())) return false;
  for (let at = node; at.parent && !ts.isStatement(at); at = at.parent) {
    const around = at.parent;
    if (ts.isNewExpression(around) && /(Error|Exception|RegExp)$/.test(around.expression.getText())) return false;
    if (ts.isCallExpression(around) && FOR_PROGRAMS.test(around.expression.getText())) return false;
    if (ts.isJsxAttribute(around) && UNREAD.test(around.name.getText())) return false;
    if (ts.isPropertyAssignment(around) && UNREAD.test(around.name.getText())) return false;
    if (ts.isFunctionLike(around)) return true;
  }
  return true;
}
