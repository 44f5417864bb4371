// What a hostile or broken program may write to a terminal. Each is printed by `printf` in a shell, and none may harm
// more than the screen that it is written to.

export const hostileOutput: readonly { name: string; printed: string }[] = [
  {
    name: 'a title of 200,000 characters',
    printed: String.raw`\033]0;$(busybox yes title | busybox tr -d '\n' | busybox head -c 200000)\007`,
  },
  { name: 'a title without an end', printed: String.raw`\033]2;never ended` },
  { name: 'the end of that', printed: String.raw`\033\\` },
  { name: 'a title that turns the direction of text', printed: String.raw`\033]0;\342\200\256gnp.exe\007` },
  { name: 'the title reported as input', printed: String.raw`\033[21t` },
  {
    name: 'parameters beyond every integer',
    printed: String.raw`\033[99999999999999999999;99999999999999999999H\033[2147483648A\033[4294967296B`,
  },
  { name: 'ten thousand parameters', printed: String.raw`\033[$(busybox seq -s ';' 10000)m\033[m` },
  {
    name: 'two billion lines inserted and deleted',
    printed: String.raw`\033[2147483647L\033[2147483647M\033[2147483647@\033[2147483647P\033[2147483647X`,
  },
  { name: 'two billion characters repeated', printed: String.raw`x\033[2147483647b` },
  { name: 'two billion lines scrolled', printed: String.raw`\033[2147483647S\033[2147483647T` },
  { name: 'two billion tabs', printed: String.raw`\033[2147483647I\033[2147483647Z` },
  { name: 'a scrolling region that makes no sense', printed: String.raw`\033[500;2r\033[0;0r\033[r` },
  {
    name: 'settings asked for (DECRQSS)',
    printed: String.raw`\033P\044q\042p\033\\\033P\044qm\033\\\033P\044q\033\\`,
  },
  { name: 'capabilities asked for (XTGETTCAP)', printed: String.raw`\033P+q544e\033\\` },
  { name: 'user-defined keys (DECUDK)', printed: String.raw`\033P0;0|17/726d202d7266\033\\` },
  {
    name: 'a DCS of a megabyte without an end',
    printed: String.raw`\033Pq$(busybox yes '#1' | busybox head -c 1000000)\033\\`,
  },
  {
    name: 'an OSC of a megabyte',
    printed: String.raw`\033]1337;File=:$(busybox yes QUJD | busybox tr -d '\n' | busybox head -c 1000000)\007`,
  },
  { name: 'a link to a script', printed: String.raw`\033]8;;javascript:alert(1)\033\\click\033]8;;\033\\` },
  { name: 'a link to a file', printed: String.raw`\033]8;;file:///etc/shadow\033\\click\033]8;;\033\\` },
  {
    name: 'a link without an end',
    printed: String.raw`\033]8;;https://example.com/$(busybox yes a | busybox tr -d '\n' | busybox head -c 100000)\033\\`,
  },
  { name: 'the end of that link', printed: String.raw`\033]8;;\033\\` },
  { name: 'the clipboard read and written', printed: String.raw`\033]52;c;?\007\033]52;c;cm0gLXJmIC8=\007` },
  {
    name: 'every colour changed',
    printed: String.raw`\033]4;0;#fff;1;#fff;7;#000\007\033]10;#000\007\033]11;#000\007\033]104\007\033]110\007\033]111\007`,
  },
  {
    name: 'the window moved, closed and resized',
    printed: String.raw`\033[3;0;0t\033[8;1;1t\033[2t\033[9;1t\033[5t`,
  },
  { name: '132 columns', printed: String.raw`\033[?40h\033[?3h\033[?3l` },
  {
    name: 'every mode on',
    printed: String.raw`\033[?1;5;6;7;9;25;45;66;1000;1002;1003;1004;1005;1006;1015;2004;2026h`,
  },
  {
    name: 'every mode off',
    printed: String.raw`\033[?1;5;6;9;66;1000;1002;1003;1004;1005;1006;1015;2004;2026l\033[?7;25;45h`,
  },
  { name: 'synchronised output without an end', printed: String.raw`\033[?2026h held back` },
  { name: 'another character set', printed: String.raw`\033(0lqqk\016\033)0xx\017\033(B` },
  {
    name: 'C1 controls as bytes and as characters',
    printed: String.raw`\233\220\235\302\233\302\235\302\234`,
  },
  { name: 'broken UTF-8', printed: String.raw`\300\200\355\240\200\364\220\200\200\377\376\342\202` },
  {
    name: 'a thousand marks on one letter',
    printed: String.raw`Z$(busybox yes '' | busybox head -1000 | busybox tr '\n' '\314' | busybox sed 's/./\xcc\x81/g')`,
  },
  {
    name: 'nothing but joiners and directions',
    printed: String.raw`\342\200\215\342\200\215\342\200\256\342\200\253\342\201\246`,
  },
  { name: 'bells', printed: String.raw`$(busybox yes '' | busybox head -500 | busybox tr '\n' '\007')` },
  { name: 'escapes in escapes', printed: String.raw`\033\033\033[\033]\033P\033[31\033[0m\030\032` },
  {
    name: 'the alternate screen without a return',
    printed: String.raw`\033[?1049h\033[?47h\033[?1047h alternate`,
  },
  { name: 'everything reset', printed: String.raw`\033c\033[!p` },
]
