/** The command line in Chinese. */
import type { cliEn } from './cli.en.ts';

export const cliZh: typeof cliEn = {
  'cli.help': `herringbone：客户组织鱼骨图与权力地图的命令行

  import   把 CSV 人员表和关系表导入为地图文件
  render   把地图文件画成图片（SVG 或 PNG）
  tidy     计算布局并存入地图文件
  check    列出地图文件中的问题
  serve    运行应用和协作服务器

  doctor      检查服务器需要的一切，并说明该怎么做
  backup      把服务器上的所有地图存入一个文件
  restore     把备份放入空的数据目录或数据库
  rotate-key  用新密钥签名新链接
  owner-link  找回一张地图的所有者链接

“<命令> --help” 查看详情。问题写到标准错误。
退出码：0 完成，1 没有可用内容（或 --strict 时有问题），2 用法错误。`,
  'cli.help.import': `herringbone import --people F [--relations F] [选项] -o map.json

  --people F           人员表（CSV，逗号、分号或制表符分隔，UTF-8 或 GB18030），可多次给出
  --relations F        关系表，列为 from, to, type, strength, note，可多次给出
  --relation t=kind[:reverse]
                       关系类型 t 属于哪一类：reports、dotted、influence、personal、conflict；
                       reverse 对调两端：advice=influence:reverse（被请教的人影响请教的人）
  --scale S            态度标尺：3..-1 或 +2..-2（默认按取值判断）
  --name N             地图名称（默认取人员表的文件名）
  --into map.json      加入已有地图：编号相同（或姓名唯一）的人更新所给字段
  --strict             有任何问题就不写文件，退出码 1
  -o, --output F       要写的地图文件

人员表的列，顺序不限，中英文均可：
  id 编号、name 姓名、title 职务、department 部门（用 / 分级）、reports_to 上级（编号或唯一姓名）、layer 层级、
  roles 角色（A D E I S U N 或文字）、marks 标记（kp、coach、tech-gatekeeper、commercial-gatekeeper）、
  attitude 态度（空 = 未接触）、power 影响力 1-5、interest 关注度 1-5、weight 权重 %、notes 备注；其余列作为自定义字段保留。
关系中，reports 和 dotted 的 from 是上级（“汇报给”则相反），influence 的 from 是被听从的人。`,
  'cli.help.render': `herringbone render map.json [选项] -o F

  --view V             fishbone（默认）、power-map、org-chart、attitude-matrix、interest-matrix 或 network
  --format T           svg 或 png（默认看输出文件的扩展名，否则 svg）
  --lang L             zh 或 en（默认取自环境）
  --theme T            light（默认）、dark 或 print
  --zoom N             仅 PNG：每单位 1 到 4 像素（默认宽 1920 像素）
  --date YYYY-MM-DD    印在标题中的日期（默认不印）
  --covered            不含态度和标记
  -o, --output F       要写的图片，- 表示标准输出`,
  'cli.help.tidy': `herringbone tidy map.json [选项] -o F

  --view V             其中之一（默认全部）
  -o, --output F       要写的地图文件，- 表示标准输出`,
  'cli.help.check': `herringbone check map.json [--strict]

列出不能照原样使用的内容，以及改用了什么。
  --strict             有任何问题时退出码为 1`,
  'cli.help.serve': `herringbone serve [选项]

  --port N             默认 $PORT 或 4400
  --host H             默认 $HOST 或 127.0.0.1
  --data D             数据目录，默认 $HERRINGBONE_DATA 或 ./data

其余设置来自环境变量或 herringbone.config.json，见 server/deploy/README.md。`,
  'cli.unknown-command': (name) => `没有“${name}”这个命令。`,
  'cli.unexpected': (word) => `多了“${word}”。`,
  'cli.missing-option': (option) => `缺少 ${option}。`,
  'cli.missing-map': () => '请给出一个地图文件。',
  'cli.bad-choice': (option, value, choices) => `${option} 不能是“${value}”，可选 ${choices}。`,
  'cli.bad-relation': (value) => `--relation 不能是“${value}”，请写 类型=kind 或 类型=kind:reverse。`,
  'cli.scale-differs': (scale) => `已有地图的态度使用 ${scale} 标尺，态度从不自动换算。`,
  'cli.see-help': (command) => `参见：herringbone ${command} --help`,
  'cli.cannot-read': (file, why) => `无法读取 ${file}：${why}`,
  'cli.cannot-write': (file, why) => `无法写入 ${file}：${why}`,
  'cli.too-large': (width, height) => `${width} × ${height} 像素的图片太大，请减小 --zoom 或改用 SVG。`,
  'cli.no-glyph': (letters) => `字体中没有 ${letters}：PNG 中画成空框，SVG 中保留。`,
  'cli.file.empty': (file) => `${file} 是空的。`,
  'cli.file.not-json': (file) => `${file} 不是地图文件：不是 JSON。`,
  'cli.file.not-a-map': (file) => `${file} 不是 Herringbone 地图文件。`,
  'cli.newer-map': (file) => `${file} 由更新的版本写成，可以画图，不能改动。`,
  'cli.nothing-usable': () => '没有可用内容，未写文件。',
  'cli.too-many': () => '超出一张地图的容量，未写文件。',
  'cli.strict': (count) => `--strict：有 ${count} 个问题，未写文件。`,
  'cli.explain-type': (type) => `要收入类型“${type}”，可加上例如：--relation "${type}=influence"`,
  'cli.imported': (people, lines, units) => `${people} 人，${lines} 条汇报线，${units} 个新部门`,
  'cli.imported-type': (type, count) => `${type} ${count} 条`,
  'cli.written': (what, file) => `${what} → ${file}`,
  'cli.problems': (count) => `${count} 个问题`,
  'cli.check-good': (people, units, relations) => `${people} 人，${units} 个部门，${relations} 条关系：没有问题`,
  'cli.dropped': (file, path, reason) => `${file}，${path}：${reason}。`,
};
