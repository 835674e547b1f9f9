/** True for an address that leads every device to itself: `localhost`, names below it, 127.0.0.0/8 and ::1. */
export function isOwnComputer(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}

/** Whether a link opens on the computer it was made on only, whoever is sent it. */
export function opensHereOnly(link: string): boolean {
  try {
    return isOwnComputer(new URL(link).hostname);
  } catch {
    return false;
  }
}
