// What the process of perl-spawner.ts runs. Perl, as it is nearly everywhere where there are shells, is small, so that it forks
// in a fraction of Node's time, and has what a shell has not: groups, true exit statuses, and arguments that are any bytes.
// It knows no rules: it starts processes, reads what they write, and tells.

/**
 * Down, on stdin, and up, on stdout, go frames: the length of the rest in 4 bytes, a letter, a number that the other side
 * chose for the process in 4 bytes, and what belongs to it. Down: `p` and `i` start one, with pipes or with what is on
 * descriptors 3 and 2, followed by the arguments with NUL between them; `l` lets its output go. Up: `s` started, with its
 * pid; `o` and `e` output; `x` exited, with its wait status; `c` closed; `f` failed, with the errno; `u`: nobody reads what
 * is on descriptor 3 any more, which is looked at when a process has ended that had it.
 */
export const PERL_PROGRAM = String.raw`
use strict; no warnings;
$^F = 2; # what is opened from here on, commands do not get
delete $ENV{$_} for grep { /^PERL/ } keys %ENV;
for (keys %ENV) { $ENV{$1} = delete $ENV{$_} if /^PARMAP_KEPT_(.*)/s }

open(my $outside, '>&', 3) or exit 1;
open(my $given, '>&=', 3) or exit 1;
close($given);
open(my $null, '<', '/dev/null') or exit 1;
pipe(my $deaths, my $death) or exit 1;
pipe(my $failures, my $failure) or exit 1;
$SIG{CHLD} = sub { syswrite($death, 'x') };
my $wanted = '';
vec($wanted, fileno($_), 1) = 1 for \*STDIN, $deaths;

my ($down, $up, $is_urgent) = ('', '', 0);
my (%outputs, %open, %status, %id, %pid, %inherits);

sub report {
  my ($letter, $id, $rest) = @_;
  $is_urgent = 1 if $letter ne 's';
  $up .= pack('N a N', 5 + length $rest, $letter, $id) . $rest;
  flush() if length $up > 262144;
}

sub flush {
  $is_urgent = 0;
  while (length $up) {
    my $written = syswrite(STDOUT, $up);
    if (defined $written) { substr($up, 0, $written, '') }
    elsif (!$!{EINTR}) { exit 0 } # nobody is there any more
  }
}

sub start {
  my ($id, $is_inherited, @argv) = @_;
  my ($out, $out_end, $err, $err_end);
  if (!$is_inherited) {
    pipe($out, $out_end) && pipe($err, $err_end) or return report('f', $id, pack('N', $! + 0));
  }
  my $pid = fork;
  return report('f', $id, pack('N', $! + 0)) if !defined $pid;
  become($out_end || $outside, $err_end, @argv) if !$pid;
  setpgrp($pid, $pid); # as it does itself: whoever is first
  ($id{$pid}, $pid{$id}, $open{$id}) = ($id, $pid, 0);
  $inherits{$id} = 1 if $is_inherited;
  report('s', $id, pack('N', $pid));
  attend($id, 'o', $out); attend($id, 'e', $err);
}

sub become {
  my ($out, $err, @argv) = @_;
  setpgrp(0, 0);
  $SIG{CHLD} = 'DEFAULT';
  close($deaths); close($death); # room for what perl opens on the way
  open(STDIN, '<&', $null) && open(STDOUT, '>&', $out) && (!$err || open(STDERR, '>&', $err)) && exec { $argv[0] } @argv;
  syswrite($failure, pack('N N', $$, $! + 0));
  kill('KILL', $$);
}

sub attend {
  my ($id, $letter, $pipe) = @_;
  return if !$pipe;
  $outputs{fileno $pipe} = [$pipe, $id, $letter];
  vec($wanted, fileno $pipe, 1) = 1;
  $open{$id}++;
}

sub leave {
  my ($number) = @_;
  my ($pipe, $id) = @{delete $outputs{$number}};
  vec($wanted, $number, 1) = 0;
  close($pipe);
  $open{$id}--;
}

sub forget {
  my ($id) = @_;
  return if $open{$id} || !defined $status{$id};
  report('c', $id, '');
  delete $open{$id}; delete $status{$id};
}

sub bury {
  my %failed;
  my $readable = '';
  vec($readable, fileno $failures, 1) = 1;
  while ((my $pid = waitpid(-1, 1)) > 0) {
    my ($id, $status) = (delete $id{$pid}, $?);
    next if !defined $id;
    delete $pid{$id};
    report('u', 0, '') if delete $inherits{$id} && is_unread();
    while (select(my $ready = $readable, undef, undef, 0) > 0) {
      sysread($failures, my $record, 8) == 8 or last;
      my ($dead, $errno) = unpack('N N', $record);
      $failed{$dead} = $errno;
    }
    if (defined $failed{$pid}) {
      report('f', $id, pack('N', $failed{$pid}));
      for (keys %outputs) { leave($_) if $outputs{$_}[1] == $id }
      delete $open{$id};
      next;
    }
    $status{$id} = $status;
    report('x', $id, pack('N', $status));
    forget($id);
  }
}

# Whether a write would fail, without one. (A write of nothing never does; select knows only whether it would wait.)
sub is_unread {
  my ($number, $events) = (fileno $outside, 0);
  return eval { require IO; IO::Poll::_poll(0, $number, $events) > 0 } && $events & 0x18; # POLLERR, POLLHUP
}

sub hear {
  my $read = sysread(STDIN, $down, 65536, length $down);
  return if !defined $read && $!{EINTR};
  exit 0 if !$read;
  while (length $down >= 4 && length $down >= 4 + (my $length = unpack('N', $down))) {
    my ($letter, $id, $rest) = unpack('x4 a N a*', substr($down, 0, 4 + $length, ''));
    if ($letter eq 'l') {
      for (keys %outputs) { leave($_) if $outputs{$_}[1] == $id }
      forget($id);
    }
    else { start($id, $letter eq 'i', split(/\0/, $rest, -1)) }
  }
}

report('r', 0, '');
for (;;) {
  flush() if $is_urgent;
  # That one has started can wait a little: for a short one it then goes with its end.
  my $found = select(my $ready = $wanted, undef, undef, length $up ? 0.005 : undef);
  flush() if $found == 0;
  next if $found <= 0;
  for my $number (sort { $a <=> $b } keys %outputs) { # stdout first
    next if !vec($ready, $number, 1);
    my ($pipe, $id, $letter) = @{$outputs{$number}};
    my $read = sysread($pipe, my $bytes, 65536);
    next if !defined $read && $!{EINTR};
    if ($read) { report($letter, $id, $bytes) }
    else { leave($number); forget($id) }
  }
  if (vec($ready, fileno $deaths, 1)) { sysread($deaths, my $some, 4096); bury() }
  hear() if vec($ready, fileno STDIN, 1);
}
`
