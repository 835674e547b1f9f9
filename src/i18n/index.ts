export { preferredLanguage, translate, type Arguments, type Language, type MessageKey } from './t.ts';
export { problemText } from './problem-text.ts';
