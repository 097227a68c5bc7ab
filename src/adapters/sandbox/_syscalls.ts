/** @file System call numbers of Linux, from the kernel's unistd.h: [x86_64, aarch64]. -1: the machine has none. */

export const machines = {
  x64: { column: 0, audit: 0xc000003e, last: 462 },
  arm64: { column: 1, audit: 0xc00000b7, last: 462 },
} as const;

export type Machine = keyof typeof machines;

/** Reach other machines or processes through sockets. Refused, not killed: honest programs try and go on. */
export const network = {
  socket: [41, 198],
  connect: [42, 203],
  bind: [49, 200],
  listen: [50, 201],
  accept: [43, 202],
  accept4: [288, 242],
} as const;

/** Memory that outlives a process or that no limit counts, and privileges nobody has here. Refused. */
export const refused = {
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  shmat: [30, 196],
  msgget: [68, 186],
  semget: [64, 190],
  mq_open: [240, 180],
  remap_file_pages: [216, 234],
  mbind: [237, 235],
  move_pages: [279, 239],
  migrate_pages: [256, 238],
  mknod: [133, -1],
  mknodat: [259, 33],
  personality: [135, 92],
  seccomp: [317, 277],
  setuid: [105, 146],
  setgid: [106, 144],
  setreuid: [113, 145],
  setregid: [114, 143],
  setresuid: [117, 147],
  setresgid: [119, 149],
  setgroups: [116, 159],
  setfsuid: [122, 151],
  setfsgid: [123, 152],
  capset: [126, 91],
  pidfd_open: [434, 434],
} as const;

/** Honest runtimes probe for these and do without: they look as if the kernel did not have them. */
export const absent = {
  clone3: [435, 435],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  userfaultfd: [323, 282],
  perf_event_open: [298, 241],
} as const;

/** No program that answers a task has a use for these: the process is killed and the verdict is `security`. */
export const deadly = {
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  kcmp: [312, 272],
  pidfd_getfd: [438, 438],
  keyctl: [250, 219],
  add_key: [248, 217],
  request_key: [249, 218],
  bpf: [321, 280],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  move_mount: [429, 429],
  open_tree: [428, 428],
  mount_setattr: [442, 442],
  unshare: [272, 97],
  setns: [308, 268],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  iopl: [172, -1],
  ioperm: [173, -1],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  adjtimex: [159, 171],
  acct: [163, 89],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  lookup_dcookie: [212, 18],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  fanotify_init: [300, 262],
  vhangup: [153, 58],
  syslog: [103, 116],
  uselib: [134, -1],
  sysfs: [139, -1],
  nfsservctl: [180, 42],
  modify_ldt: [154, -1],
} as const;

/** Signals to any process but through its own end. Refused only where the job has no process namespace of its own. */
export const signals = {
  kill: [62, 129],
  tkill: [200, 130],
  tgkill: [234, 131],
  pidfd_send_signal: [424, 424],
  rt_sigqueueinfo: [129, 138],
  rt_tgsigqueueinfo: [297, 240],
} as const;

export const forks = { fork: [57, -1], vfork: [58, -1] } as const;

export const execs = { execve: [59, 221], execveat: [322, 281] } as const;

/** These are decided by an argument. */
export const clone = [56, 220] as const;
export const socketpair = [53, 199] as const;
export const ioctl = [16, 29] as const;
