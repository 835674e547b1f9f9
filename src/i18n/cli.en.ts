/** The command line in English. */
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const cliEn = {
  'cli.help': `herringbone: org fishbone and power map of a customer, without a screen

  import   people and relations from CSV into a map file
  render   a picture (SVG or PNG) of a map file
  tidy     compute and store the layout of a map file
  check    list what is wrong with a map file
  serve    run the app and the collaboration server

  doctor      check everything the server needs, and say what to do
  backup      save every map of the server into one file
  restore     put a backup into an empty data folder or database
  rotate-key  sign new links with a new key
  owner-link  the link for owners of a map, when it was lost

"<command> --help" says more. Problems go to standard error.
Exit code: 0 done, 1 nothing usable (or problems with --strict), 2 wrong usage.`,
  'cli.help.import': `herringbone import --people F [--relations F] [options] -o map.json

  --people F           people list (CSV: comma, semicolon or tab; UTF-8 or GB18030); may be given more than once
  --relations F        relations list with the columns from, to, type, strength, note; may be given more than once
  --relation t=kind[:reverse]
                       what the type t of the relations means; kinds: reports, dotted, influence, personal, conflict;
                       reverse swaps from and to: advice=influence:reverse (whoever is asked influences the one who asks)
  --scale S            attitude scale: 3..-1 or +2..-2 (default: the one that fits the values)
  --name N             the map's name (default: the people file's)
  --into map.json      add to this map: the same id (or unique name) gets the given fields
  --strict             write nothing and exit with 1 when there is any problem
  -o, --output F       the map file to write

People columns, in any order, English or Chinese:
  id 编号, name 姓名, title 职务, department 部门 (path with /), reports_to 上级 (id or unique name), layer 层级,
  roles 角色 (A D E I S U N or words), marks 标记 (kp; coach; tech-gatekeeper; commercial-gatekeeper),
  attitude 态度 (blank = not contacted), power 影响力 1-5, interest 关注度 1-5, weight 权重 %, notes 备注; others become custom fields.
In relations, "from" is the boss in reports and dotted ("reports to" says it the other way round), and the one who is
listened to in influence.`,
  'cli.help.render': `herringbone render map.json [options] -o F

  --view V             fishbone (default), power-map, org-chart, attitude-matrix, interest-matrix or network
  --format T           svg or png (default: by the ending of the output file, else svg)
  --lang L             zh or en (default: from the environment)
  --theme T            light (default), dark or print
  --zoom N             PNG only: 1 to 4 pixels a unit (default: 1920 pixels wide)
  --date YYYY-MM-DD    printed in the title (default: none)
  --covered            without attitude and marks
  -o, --output F       the picture to write; - for standard output`,
  'cli.help.tidy': `herringbone tidy map.json [options] -o F

  --view V             one of those (default: all)
  -o, --output F       the map file to write; - for standard output`,
  'cli.help.check': `herringbone check map.json [--strict]

Lists what could not be used as it stood, and what is used instead.
  --strict             exit with 1 when there is any problem`,
  'cli.help.serve': `herringbone serve [options]

  --port N             default: $PORT or 4400
  --host H             default: $HOST or 127.0.0.1
  --data D             data folder, default: $HERRINGBONE_DATA or ./data

Everything else is set by the environment or by herringbone.config.json: see server/deploy/README.md.`,
  'cli.unknown-command': (name: string) => `There is no command “${name}”.`,
  'cli.unexpected': (word: string) => `“${word}” is a word too many.`,
  'cli.missing-option': (option: string) => `${option} is missing.`,
  'cli.missing-map': () => 'Name one map file.',
  'cli.bad-choice': (option: string, value: string, choices: string) =>
    `${option} cannot be “${value}”; choose ${choices}.`,
  'cli.bad-relation': (value: string) => `--relation cannot be “${value}”; write type=kind or type=kind:reverse.`,
  'cli.scale-differs': (scale: string) =>
    `The map to add to has attitudes on the scale ${scale}; attitudes are never converted.`,
  'cli.see-help': (command: string) => `See: herringbone ${command} --help`,
  'cli.cannot-read': (file: string, why: string) => `${file} cannot be read: ${why}`,
  'cli.cannot-write': (file: string, why: string) => `${file} cannot be written: ${why}`,
  'cli.too-large': (width: number, height: number) =>
    `A picture of ${width} × ${height} pixels is too large; take a smaller --zoom, or SVG.`,
  'cli.no-glyph': (letters: string) => `The font has no glyph for ${letters}: an empty box in the PNG, kept in SVG.`,
  'cli.file.empty': (file: string) => `${file} is empty.`,
  'cli.file.not-json': (file: string) => `${file} is not a map file: it is not JSON.`,
  'cli.file.not-a-map': (file: string) => `${file} is not a Herringbone map file.`,
  'cli.newer-map': (file: string) => `${file} was written by a newer version; it can be drawn, not changed.`,
  'cli.nothing-usable': () => 'Nothing usable was found; no file is written.',
  'cli.too-many': () => 'The map would hold more than a map can; no file is written.',
  'cli.strict': (count: number) => `--strict: ${plural(count, 'problem')}; no file is written.`,
  'cli.explain-type': (type: string) =>
    `To take in the type “${type}”, add for example: --relation "${type}=influence"`,
  'cli.imported': (people: number, lines: number, units: number) =>
    `${people} people, ${plural(lines, 'reporting line')}, ${plural(units, 'new department')}`,
  'cli.imported-type': (type: string, count: number) => `${count} ${type}`,
  'cli.written': (what: string, file: string) => `${what} → ${file}`,
  'cli.problems': (count: number) => plural(count, 'problem'),
  'cli.check-good': (people: number, units: number, relations: number) =>
    `${people} people, ${plural(units, 'department')}, ${plural(relations, 'relation')}: nothing wrong`,
  'cli.dropped': (file: string, path: string, reason: string) => `${file}, ${path}: ${reason}.`,
};
