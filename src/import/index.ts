export { decodeText, type DecodedText, type DecodeProblem, type Encoding } from './decode.ts';
export { isNote, type Consequence, type Problem, type ProblemCode, type ProblemValues } from './problem.ts';
export {
  proposeImport,
  type ImportCounts,
  type ImportFile,
  type ImportOptions,
  type ImportProposal,
  type RecognisedColumn,
} from './propose.ts';
export type { TypeCount } from './relations.ts';
export { hasAttitudes } from './scale.ts';
export { TYPE_WORDS, type TypeMeaning } from './words.ts';
