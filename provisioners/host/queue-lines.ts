/** The program on the Pi that runs one step and writes its output as lines of the journal: `lines.pl`. */

/** Longer lines are cut. */
export const LINE_CAP = 4000
/** Bytes of output that a step may write to the journal. Beyond it only its last lines follow, at its end: they say why. */
export const STEP_CAP = 2 * 1024 * 1024

/** The function of the shell scripts that adds one line to the journal, in one write: whoever else writes never mixes within it. */
export const say = `say() { printf '%s %s\\n' "$(date +%s.%3N)" "$*" >>"$run/journal"; }`

/**
 * `perl lines.pl NUMBER SCRIPT JOURNAL PATTERNS NOW`: runs `/bin/sh SCRIPT` without input and exits as it does.
 *
 * Perl, because a shell cannot read lines of any length and content: perl-base is Essential on Debian. Nothing
 * beyond perl-base is used. It never runs a step whose scrub patterns
 * it cannot read. A child that outlives the step does not hold it up for more than two seconds.
 */
export const linesProgram = String.raw`use strict;
my ($number, $script, $journal, $patterns, $now) = @ARGV;
my ($line_cap, $step_cap, $tail_cap, $hold) = (${LINE_CAP}, ${STEP_CAP}, 16384, 65536);

# perl-base has no clock finer than a second: the kernel's uptime gives the rest, in hundredths.
open(my $uptime, '<', '/proc/uptime') or exit 74;
sub up { sysseek($uptime, 0, 0); sysread($uptime, my $text, 32); $text =~ /^([\d.]+)/; $1 }
my $base = $now - up();
sub now { my $at = $base + up(); $base += time - $at if abs(time - $at) > 2; sprintf('%.3f', $base + up()) }

open(my $in, '<', $patterns) or exit 74;
chomp(my @secrets = <$in>);
@secrets = sort { length($b) <=> length($a) } grep { length } @secrets;
my $longest = @secrets ? length($secrets[0]) : 0;
my $secret = @secrets ? join('|', map { quotemeta } @secrets) : '(?!)';
open(my $log, '>>', $journal) or exit 74;

pipe(my $out, my $to) or exit 71;
defined(my $child = fork) or exit 71;
if (!$child) {
  open(STDIN, '<', '/dev/null'); open(STDOUT, '>&', $to); open(STDERR, '>&', $to);
  close $_ for $out, $to, $log, $in, $uptime;
  exec '/bin/sh', $script;
  exit 127;
}
close $to;

# One write a line: two writers of the journal never mix within one. A full disk must not stop the step.
my ($written, $tail, $left_out, @tail) = (0, 0, 0);
sub put { syswrite($log, now() . " out $number $_[0]\n") }
sub line {
  my ($text, $cut) = @_;
  $text =~ s/\e\[[0-?]*[ -\/]*[@-~]//g;
  $text =~ s/\e\][^\a\e]*(?:\a|\e\\)?//g;
  $text =~ s/[\x00-\x08\x0b-\x1f\x7f]//g;
  $text =~ s/$secret/[hidden]/g;
  # The end of a piece may hold the beginning of a secret.
  $text = substr($text, 0, -$longest) if $cut && $longest;
  if (length($text) > $line_cap) { $text = substr($text, 0, $line_cap); $text =~ s/[\xc0-\xff][\x80-\xbf]{0,3}\z// }
  return if $text !~ /\S/;
  # 24 for the time, the word and the number in front.
  if ($written + length($text) + 24 <= $step_cap) { $written += length($text) + 24; put($text); return }
  $step_cap = 0;
  push @tail, $text; $tail += length($text);
  $tail -= length(shift @tail), $left_out = 1 while $tail > $tail_cap;
}

# What overwrites itself is progress: of each kind the latest, once a second.
my (%progress, $shown);
sub progress { my ($key, $text) = @_; $progress{$key} = $text; show() if time != ($shown || 0) }
sub show { $shown = time; line($progress{$_}) for sort keys %progress; %progress = () }
sub whole {
  my ($text, $end) = @_;
  if ($end eq "\r") { progress('', $text) if length($text) }
  elsif ($text =~ /^\{"status":"(?:Downloading|Extracting)".*"id":"(\w+)"/) { progress($1, $text) }
  else { delete $progress{''} if length($text); show() if %progress; line($text) }
}

my ($buffer, $skip, $status, $until) = ('', 0);
while (1) {
  my $ready = '';
  vec($ready, fileno($out), 1) = 1;
  if (select($ready, undef, undef, 0.5) > 0) {
    my $got = sysread($out, $buffer, 65536, length($buffer));
    next if !defined($got) && $!{EINTR};
    last if !$got;
    while ($buffer =~ s/\A([^\r\n]*)(\r(?!\z|\n)|\r?\n)//) { my ($t, $e) = ($1, $2); $skip ? ($skip = 0) : whole($t, $e) }
    if (length($buffer) > $hold) { line($buffer, 1) if !$skip; ($buffer, $skip) = ('', 1) }
  }
  show() if %progress && time != $shown;
  # 1 is WNOHANG, here and on every Linux; the module that knows its name costs more than the whole rest.
  if (!defined($status) && waitpid($child, 1) == $child) { ($status, $until) = ($?, time + 2) }
  last if defined($status) && time > $until;
}
if (!defined($status)) { waitpid($child, 0); $status = $? }
$buffer =~ s/\r\z//;
whole($buffer, "\n") if length($buffer) && !$skip;
show() if %progress;
put('[some output is left out here]') if $left_out;
put($_) for @tail;
exit($status & 127 ? 128 + ($status & 127) : $status >> 8);
`
