/** The operator's commands in Chinese. */
import type { operateEn } from './operate.en.ts';

export const operateZh: typeof operateEn = {
  'cli.help.backup': `herringbone backup [选项]

把所有地图连同评论、历史、链接和签名密钥存入一个文件。拿到这个文件的人能打开所有地图，
因此只有您本人可读（权限 0600）。请像保管数据本身一样保管它。

  --to F               要写的文件（默认当前目录下的 herringbone-<日期>.backup）
  --from URL           向正在运行的服务器索取，密码取自 HERRINGBONE_OPERATOR_PASSWORD；
                       数据目录被服务器占用时必须使用
  --data D             数据目录，默认 $HERRINGBONE_DATA 或 ./data（或 DATABASE_URL）`,
  'cli.help.restore': `herringbone restore F [选项]

把备份连同密钥放入空的数据目录或数据库，原来的链接随之恢复可用。先把文件读完再写，
损坏的文件不会改动任何东西。

  --continue           从同一文件上次中断处继续
  --data D             数据目录，默认 $HERRINGBONE_DATA 或 ./data（或 DATABASE_URL）`,
  'cli.help.doctor': `herringbone doctor [选项]

检查服务器需要的一切并说明该怎么做：✓ 良好，! 请留意，✗ 有阻碍。不做任何改动。

  --data D             数据目录，默认 $HERRINGBONE_DATA 或 ./data（或 DATABASE_URL）
退出码：有任何 ✗ 时为 1。`,
  'cli.help.rotate-key': `herringbone rotate-key [选项]

在最前面加入新密钥；服务器下次启动后由它签名，以前签名的链接仍然有效。
此后打开地图的人，其链接会自动换成由新密钥签名的链接。

  --drop-old           只留最新的密钥：由旧密钥签名的链接全部失效
  --lost               有地图但密钥已丢失：生成新的密钥，此前的所有链接都会失效
  --data D             数据目录，默认 $HERRINGBONE_DATA 或 ./data`,
  'cli.help.owner-link': `herringbone owner-link MAP [选项]

打印一张地图的所有者链接，供丢失链接的所有者使用。MAP 是地图编号：任一链接中 #/m/ 后面的 22 个字符。

  --from URL           向正在运行的服务器索取，密码取自 HERRINGBONE_OPERATOR_PASSWORD；
                       数据目录被服务器占用时必须使用
  --data D             数据目录，默认 $HERRINGBONE_DATA 或 ./data（或 DATABASE_URL）`,
  'operate.missing-backup': () => '请给出一个备份文件。',
  'operate.missing-map-id': () => '请给出一个地图编号：任一链接中 #/m/ 后面的 22 个字符。',
  'operate.bad-address': (text) => `--from 不能是“${text}”，请写成 http://127.0.0.1:4400 这样的地址。`,
  'operate.data-or-database': (data, where) =>
    `地图存放在 ${where} 所指的数据库中，而不在目录里：请去掉 --data ${data}，或取消数据库设置后再运行。`,
  'operate.backed-up': (maps, histories, size, file) => `${maps} 张地图，${histories} 个历史状态，${size} → ${file}`,
  'operate.keys-inside': (file) => `${file} 含有所有链接的密钥：拿到它的人能打开所有地图。只有您本人可读（0600）。`,
  'operate.maps-damaged': (count) => `${count} 张地图无法完整读出，现有内容已原样存入备份。`,
  'operate.earlier-kept': (earlier, now) => `${earlier} 保持原样：其中的这些地图可能是完整的。这次的备份是 ${now}。`,
  'operate.restored': (maps, made) => `已恢复 ${maps} 张地图，备份时间 ${made}。`,
  'operate.key-added': (count) => `服务器下次启动后由新密钥签名，共 ${count} 个密钥有效。请重启服务器。`,
  'operate.key-made': () =>
    '密钥已不在：服务器下次启动后由一个新密钥签名。以前的链接不再有效；herringbone owner-link 可为所有者重新生成链接。',
  'operate.keys-dropped': () => '只留下一个密钥。服务器下次启动后，由旧密钥签名的链接不再有效。',
  'operate.key-for-you': (key) => `一个还没有人用过的密钥：${key}`,
  'operate.not-a-backup': () => '这不是 Herringbone 备份文件。',
  'operate.newer-backup': () => '这个备份由更新的版本写成。',
  'operate.damaged-backup': () => '这个备份不完整或被改动过，未做任何操作。',
  'operate.not-empty': () => '已有地图；备份只能恢复到空的数据目录或数据库。（--continue 可继续中断的恢复。）',
  'operate.other-maps': () => '已有不属于这个备份的地图，未恢复任何内容。',
  'operate.other-keys': (where) =>
    `这个备份的链接由 ${where} 以外的密钥签名，未恢复任何内容。请把原服务器的密钥加在其中第一个密钥之后。`,
  'operate.in-use': (folder) =>
    `数据目录 ${folder} 正被服务器占用。请停止服务器，或设置 HERRINGBONE_OPERATOR_PASSWORD 后向它索取：--from http://127.0.0.1:4400。`,
  'operate.nothing-there': (path) => `没有 ${path}；请用 --data 指明数据目录。`,
  'operate.key-lost': (path) =>
    `目录里有地图，却没有 ${path}。如果服务是通过 HERRINGBONE_SECRET 得到密钥的，密钥就在那里：请在这里也设置它。如果密钥已经丢失，herringbone rotate-key --lost 会生成新的密钥，此前的所有链接都会失效。`,
  'operate.unreachable': (from) => `${from} 没有服务器应答。`,
  'operate.no-password': (from) => `${from} 需要运维密码：请设置 HERRINGBONE_OPERATOR_PASSWORD。`,
  'operate.wrong-password': (from) => `${from} 的运维密码不同。`,
  'operate.no-operator': (from) =>
    `${from} 没有设运维密码：请带 HERRINGBONE_OPERATOR_PASSWORD 启动它；或者应答的是别的程序？`,
  'operate.too-many-tries': (from) => `${from} 的密码错误次数过多，请等一分钟。`,
  'operate.unexpected-answer': (from) => `${from} 的应答出乎意料，请看它的日志。`,
  'operate.cut-off': (from) => `${from} 中途停止，未保留任何内容。请看它的日志。`,
  'operate.no-such-map': () => '没有这张地图。',
  'operate.map-deleted': () => '这张地图已被所有者删除。',
  'operate.keys-elsewhere': (where) =>
    `密钥保存在 ${where}，不在数据目录。请先在每台服务器上把新密钥加在最后并逐台重启，再在每台上移到最前，最后去掉旧密钥。`,
  'doctor.node': (about) => `Node ${about}`,
  'doctor.node-old': (about) => `Node ${about} 太旧：请安装 Node 20.19 或更新版本。`,
  'doctor.settings': (about) => (about === '' ? '设置来自环境变量' : `设置来自环境变量和 ${about}`),
  'doctor.settings-bad': (about) => `设置：${about}`,
  'doctor.setting-unknown': (about) => `${about} 不是设置项，不起作用：是否拼错了？`,
  'doctor.app': () => '应用已构建',
  'doctor.app-missing': () => '应用尚未构建：npm start 会构建，或运行 npm run build。',
  'doctor.folder': (about) => `数据目录 ${about}`,
  'doctor.folder-new': (about) => `数据目录 ${about}：首次启动时建立`,
  'doctor.folder-unwritable': (about) => `${about} 不可写：请更改所有者，或把 HERRINGBONE_DATA 设为别的目录。`,
  'doctor.folder-in-use': (about) => `${about} 正被运行中的服务器占用，不能再启动第二个。`,
  'doctor.folder-broken': (about) => `${about}。请把备份恢复到空目录。`,
  'doctor.space': (about) => `剩余空间 ${about}`,
  'doctor.space-low': (about) => `剩余空间只有 ${about}：请在编辑被拒绝之前腾出空间。`,
  'doctor.space-none': (about) => `剩余空间只有 ${about}：编辑将被拒绝。请立即腾出空间。`,
  'doctor.secret': (about) => `签名密钥：${about} 个`,
  'doctor.secret-new': (about) => `签名密钥：首次启动时生成，${about}`,
  'doctor.secret-open': (about) =>
    `其他人可以读取 ${about}：请运行 chmod 600 ${about}，再运行 herringbone rotate-key。`,
  'doctor.secret-bad': (about) =>
    `没有签名密钥（${about}）：任何链接都打不开，服务器也不会启动。请放回密钥文件，或把 HERRINGBONE_SECRET 设为该密钥。`,
  'doctor.port': (about) => `${about} 可用`,
  'doctor.port-ours': (about) => `${about} 已有 Herringbone 在运行。`,
  'doctor.port-taken': (about) => `${about} 被别的程序占用：请停止它，或设置 PORT。`,
  'doctor.port-refused': (about) => `无法监听 ${about}：请设置 PORT 或 HOST。`,
  'doctor.database': (about) => about,
  'doctor.database-away': (about) => `数据库没有应答：${about}。它在运行吗？DATABASE_URL 对吗？`,
  'doctor.database-old': (about) => `PostgreSQL ${about} 太旧：需要 14 或更新版本。`,
  'doctor.database-newer-tables': (about) => `数据表由更新的 Herringbone 建立（${about}）：请更新本服务器。`,
  'doctor.database-no-fsync': (about) => `${about} 关闭了 fsync：显示已保存的内容可能丢失。请设 fsync = on。`,
  'doctor.database-standby': (about) => `${about} 是备库，不接受写入：请指定主库。`,
  'doctor.redis': (about) => about,
  'doctor.redis-away': (about) => `Redis 没有应答：${about}。它在运行吗？REDIS_URL 对吗？`,
  'doctor.redis-old': (about) => `Redis ${about} 太旧：需要 5 或更新版本。`,
  'doctor.redis-evicts': (about) =>
    `Redis 写满时可能丢掉唤醒消息（maxmemory-policy ${about}）：请设为 noeviction。编辑不会丢，但有些会晚几秒到。`,
  'doctor.url': (about) => `链接以 ${about} 开头`,
  'doctor.url-missing': (about) =>
    `其他人可以访问 ${about}，而链接以访问时的地址开头：请把 HERRINGBONE_URL 设为 https 地址。`,
  'doctor.url-plain': (about) => `${about} 没有加密：途中可以读到地图和链接。请在前面放置带 TLS 的代理。`,
  'doctor.open-creation': () => '能访问服务器的人都可以新建地图：如不希望如此，请设置 HERRINGBONE_CREATE_TOKENS。',
  'doctor.clock': (about) => `时钟：${about}`,
  'doctor.clock-behind': (about) => `时钟为 ${about}，慢了：链接会晚过期。请校准。`,
  'doctor.clock-differs': (about) => `数据库的时钟相差 ${about}：请让两者使用同一个时间服务器。`,
  'doctor.files-few': (about) => `可打开的文件数不够所有连接使用（${about}）：请提高上限（ulimit -n、LimitNOFILE）。`,
};
