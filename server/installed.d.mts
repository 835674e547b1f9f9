export function isInstalled(root: string, options?: { readonly withDev?: boolean }): boolean;
