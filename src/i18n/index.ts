export { preferredLanguage, translate, type Arguments, type Language, type MessageKey } from './t.ts';
export { cliText, type CliArguments, type CliKey } from './cli-text.ts';
export { problemText } from './problem-text.ts';
