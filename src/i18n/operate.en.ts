/** The operator's commands in English: what they print, what they fail with (`operate.…`), what the doctor finds (`doctor.…`). */
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const operateEn = {
  'cli.help.backup': `herringbone backup [options]

Saves every map, its comments, its history, its links and the keys that sign them into one file. Whoever has that file
can open every map: it is made readable for you alone (mode 0600). Keep it as you keep the data itself.

  --to F               the file to write (default: herringbone-<date>.backup here)
  --from URL           ask this running server, with the password in HERRINGBONE_OPERATOR_PASSWORD;
                       needed when a server holds the data folder
  --data D             data folder, default: $HERRINGBONE_DATA or ./data (or DATABASE_URL)`,
  'cli.help.restore': `herringbone restore F [options]

Puts a backup into an empty data folder or database, keys included, so that the links of before work again. The file is
read to its end first; one that is damaged changes nothing.

  --continue           go on where a restore of the same file was cut off
  --data D             data folder, default: $HERRINGBONE_DATA or ./data (or DATABASE_URL)`,
  'cli.help.doctor': `herringbone doctor [options]

Looks at everything the server needs and says what to do: ✓ good, ! look at it, ✗ in the way. Changes nothing.

  --data D             data folder, default: $HERRINGBONE_DATA or ./data (or DATABASE_URL)
Exit code: 1 when there is any ✗.`,
  'cli.help.rotate-key': `herringbone rotate-key [options]

Puts a new key in front; from the server's next start on it signs links, and links signed before stay good.
Whoever opens a map from then on is given its link anew, signed by the new key.

  --drop-old           keep the newest key only: all links signed with older ones stop working
  --lost               there are maps, and their key is lost: make a new one; all links of before are dead
  --data D             data folder, default: $HERRINGBONE_DATA or ./data`,
  'cli.help.owner-link': `herringbone owner-link MAP [options]

Prints the link for owners of a map, for an owner who has lost it. MAP is its id: the 22 characters behind #/m/ in any
of its links.

  --from URL           ask this running server, with the password in HERRINGBONE_OPERATOR_PASSWORD;
                       needed when a server holds the data folder
  --data D             data folder, default: $HERRINGBONE_DATA or ./data (or DATABASE_URL)`,
  'operate.missing-backup': () => 'Name one backup file.',
  'operate.missing-map-id': () => 'Name one map id: the 22 characters behind #/m/ in any of its links.',
  'operate.bad-address': (text: string) => `--from cannot be “${text}”; write an address like http://127.0.0.1:4400.`,
  'operate.data-or-database': (data: string, where: string) =>
    `Maps are kept in the database of ${where}, not in a folder: leave out --data ${data}, or run this without the database.`,
  'operate.backed-up': (maps: number, histories: number, size: string, file: string) =>
    `${plural(maps, 'map')}, ${plural(histories, 'state')} of the past, ${size} → ${file}`,
  'operate.keys-inside': (file: string) =>
    `${file} holds the keys of every link: whoever has it can open every map. Only you may read it (0600).`,
  'operate.maps-damaged': (count: number) =>
    `${plural(count, 'map')} could not be read whole; what is there is in the backup as it was found.`,
  'operate.earlier-kept': (earlier: string, now: string) =>
    `${earlier} was left as it is: they may be whole in it. This backup is ${now}.`,
  'operate.restored': (maps: number, made: string) => `${plural(maps, 'map')} restored, as of ${made}.`,
  'operate.key-added': (count: number) =>
    `A new key signs from the server's next start on; ${plural(count, 'key')} are good. Restart the server.`,
  'operate.key-made': () =>
    "There was no key any more: a new one signs from the server's next start on. Links of before stay dead; herringbone owner-link gives owners theirs anew.",
  'operate.keys-dropped': () =>
    "One key is left. From the server's next start on, links signed with older ones no longer work.",
  'operate.key-for-you': (key: string) => `A key that nobody has yet: ${key}`,
  'operate.not-a-backup': (_about: string) => 'This file is not a Herringbone backup.',
  'operate.newer-backup': (_about: string) => 'This backup was written by a newer version.',
  'operate.damaged-backup': (_about: string) => 'This backup was cut short or changed; nothing was done with it.',
  'operate.not-empty': (_about: string) =>
    'There are maps already; a backup is restored into an empty data folder or database. (--continue goes on with a restore that was cut off.)',
  'operate.other-maps': (_about: string) => 'There are maps that are not in this backup; nothing was restored.',
  'operate.other-keys': (where: string) =>
    `The links of this backup are signed with other keys than those in ${where}; nothing was restored. Add the keys of the server it came from there, behind the first.`,
  'operate.in-use': (folder: string) =>
    `A server holds the data folder ${folder}. Stop it, or ask it: --from http://127.0.0.1:4400 with HERRINGBONE_OPERATOR_PASSWORD set.`,
  'operate.nothing-there': (path: string) => `There is no ${path}; name the data folder with --data.`,
  'operate.key-lost': (path: string) =>
    `There are maps, but no ${path}. When the service is given HERRINGBONE_SECRET, the key is there: set it here too. When it is lost, herringbone rotate-key --lost makes a new one, and all links of before are dead.`,
  'operate.unreachable': (from: string) => `No server answers at ${from}.`,
  'operate.no-password': (from: string) => `${from} wants the operator's password: set HERRINGBONE_OPERATOR_PASSWORD.`,
  'operate.wrong-password': (from: string) => `${from} has another operator password.`,
  'operate.no-operator': (from: string) =>
    `${from} has no operator: start it with HERRINGBONE_OPERATOR_PASSWORD, or is it something else that answers there?`,
  'operate.too-many-tries': (from: string) => `Too many wrong passwords at ${from}; wait a minute.`,
  'operate.unexpected-answer': (from: string) => `${from} answered something unexpected; see its log.`,
  'operate.cut-off': (from: string) => `${from} stopped in the middle; nothing was kept. See its log.`,
  'operate.no-such-map': (_about: string) => 'There is no such map.',
  'operate.map-deleted': (_about: string) => 'This map was deleted by its owner.',
  'operate.keys-elsewhere': (where: string) =>
    `The keys are kept in ${where}, not in the data folder. Put a new key behind the others on every server and restart them one by one; then move it to the front, again everywhere; drop old keys last.`,
  'doctor.node': (about: string) => `Node ${about}`,
  'doctor.node-old': (about: string) => `Node ${about} is too old: install Node 20.19 or newer.`,
  'doctor.settings': (about: string) =>
    about === '' ? 'Settings from the environment' : `Settings from the environment and ${about}`,
  'doctor.settings-bad': (about: string) => `Settings: ${about}`,
  'doctor.setting-unknown': (about: string) => `${about} is not a setting and has no effect: is it misspelt?`,
  'doctor.app': (_about: string) => 'The app is built',
  'doctor.app-missing': (_about: string) => 'The app is not built: npm start does it, or npm run build.',
  'doctor.folder': (about: string) => `Data folder ${about}`,
  'doctor.folder-new': (about: string) => `Data folder ${about}: will be filled at the first start`,
  'doctor.folder-unwritable': (about: string) =>
    `${about} cannot be written to: change its owner, or set HERRINGBONE_DATA to another folder.`,
  'doctor.folder-in-use': (about: string) => `${about} is held by a server that is running; a second one cannot start.`,
  'doctor.folder-broken': (about: string) => `${about}. Restore a backup into an empty folder.`,
  'doctor.space': (about: string) => `${about} free`,
  'doctor.space-low': (about: string) => `Only ${about} free: make room before edits are refused.`,
  'doctor.space-none': (about: string) => `Only ${about} free: edits will be refused. Make room now.`,
  'doctor.secret': (about: string) => `Signing keys: ${about}`,
  'doctor.secret-new': (about: string) => `Signing key: made at the first start, ${about}`,
  'doctor.secret-open': (about: string) => `Others may read ${about}: chmod 600 ${about}, then herringbone rotate-key.`,
  'doctor.secret-bad': (about: string) =>
    `No signing key (${about}): without it no link opens, and the server does not start. Put it back, or set HERRINGBONE_SECRET to its key.`,
  'doctor.port': (about: string) => `${about} is free`,
  'doctor.port-ours': (about: string) => `A Herringbone listens at ${about} already.`,
  'doctor.port-taken': (about: string) => `Another program listens at ${about}: stop it, or set PORT.`,
  'doctor.port-refused': (about: string) => `Cannot listen at ${about}: set PORT or HOST.`,
  'doctor.database': (about: string) => about,
  'doctor.database-away': (about: string) => `No database at ${about}: is it running, and is DATABASE_URL right?`,
  'doctor.database-old': (about: string) => `PostgreSQL ${about} is too old: version 14 or newer is needed.`,
  'doctor.database-newer-tables': (about: string) =>
    `The tables were made by a newer Herringbone (${about}): update this one.`,
  'doctor.database-no-fsync': (about: string) =>
    `${about} runs with fsync off: what is shown as saved may be lost. Set fsync = on.`,
  'doctor.database-standby': (about: string) => `${about} is a standby and takes no writes: name the primary.`,
  'doctor.redis': (about: string) => about,
  'doctor.redis-away': (about: string) => `No Redis at ${about}: is it running, and is REDIS_URL right?`,
  'doctor.redis-old': (about: string) => `Redis ${about} is too old: version 5 or newer is needed.`,
  'doctor.redis-evicts': (about: string) =>
    `Redis may drop wake-ups when it is full (maxmemory-policy ${about}): set noeviction. No edit is lost, but some come seconds late.`,
  'doctor.url': (about: string) => `Links start with ${about}`,
  'doctor.url-missing': (about: string) =>
    `Others can reach ${about}, and links start with whatever address was asked for: set HERRINGBONE_URL to the https address.`,
  'doctor.url-plain': (about: string) =>
    `${about} is not encrypted: maps and links can be read on the way. Put a proxy with TLS in front.`,
  'doctor.open-creation': (_about: string) =>
    'Whoever reaches the server may make maps: set HERRINGBONE_CREATE_TOKENS if that is not meant.',
  'doctor.clock': (about: string) => `Clock: ${about}`,
  'doctor.clock-behind': (about: string) =>
    `The clock says ${about}, which is behind: links would expire late. Set it.`,
  'doctor.clock-differs': (about: string) =>
    `The database's clock differs by ${about}: let both follow one time server.`,
  'doctor.files-few': (about: string) =>
    `Too few open files for all sockets (${about}): raise the limit (ulimit -n, LimitNOFILE).`,
};
