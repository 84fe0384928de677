// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <cstring>

#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

#include "cpu/kernel_table.h"
#include "cpu/kernel_table_amx.h"

namespace alcove::kernels::cpu {

namespace generic {
extern const KernelTable kTable;
}
#if defined(__x86_64__)
namespace avx2 {
extern const KernelTable kTable;
}
namespace avxvnni {
extern const KernelTable kTable;
}
namespace avx512vnni {
extern const KernelTable kTable;
}
#elif defined(__aarch64__)
namespace neon {
extern const KernelTable kTable;
}
namespace neondot {
extern const KernelTable kTable;
}
#endif

namespace {

#if defined(__x86_64__)
// Linux keeps the tile registers of a process only if that asks for it (Documentation/arch/x86/
// xstate.rst); threads that start later inherit the answer.
bool requestTiles() {
#if defined(__linux__)
  constexpr long kRequestPermission = 0x1023;  // ARCH_REQ_XCOMP_PERM
  constexpr long kTileData = 18;               // XFEATURE_XTILEDATA
  static const bool granted = syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
  return granted;
#else
  return false;
#endif
}
#endif

#if defined(__aarch64__)
bool hasDotProducts() {
#if defined(__linux__)
  return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#else
  return true;  // all of Apple's have them
#endif
}
#endif

// The processor's features as the compiler's run time reads them from CPUID; that counts a vector
// extension only if the operating system saves its registers.
const KernelTable* tableOf(Isa isa) {
  if (isa == Isa::Generic) return &generic::kTable;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("f16c");
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vnni");
  if (isa == Isa::Avx2 && avx2) return &avx2::kTable;
  if (isa == Isa::AvxVnni && avx2 && __builtin_cpu_supports("avxvnni")) return &avxvnni::kTable;
  if (isa == Isa::Avx512Vnni && avx2 && avx512) return &avx512vnni::kTable;
  const bool tiles = __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-bf16") &&
                     __builtin_cpu_supports("avx512bf16");
  if (isa == Isa::Amx && avx2 && avx512 && tiles && requestTiles()) return &amx::table();
#elif defined(__aarch64__)
  if (isa == Isa::Neon) return &neon::kTable;  // every processor of this architecture has it
  if (isa == Isa::NeonDot && hasDotProducts()) return &neondot::kTable;
#endif
  return nullptr;
}

struct NamedIsa {
  const char* name;  // in ALCOVE_CPU_ISA
  Isa isa;
};
constexpr NamedIsa kFastestFirst[] = {{"amx", Isa::Amx},         {"avx512vnni", Isa::Avx512Vnni},
                                      {"avxvnni", Isa::AvxVnni}, {"avx2", Isa::Avx2},
                                      {"neondot", Isa::NeonDot}, {"neon", Isa::Neon},
                                      {"generic", Isa::Generic}};

const KernelTable& choose() {
  const char* wish = std::getenv("ALCOVE_CPU_ISA");
  for (const NamedIsa& entry : kFastestFirst) {
    const KernelTable* table = tableOf(entry.isa);
    if (wish && table && std::strcmp(wish, entry.name) == 0) return *table;
  }
  for (const NamedIsa& entry : kFastestFirst) {
    if (const KernelTable* table = tableOf(entry.isa)) return *table;
  }
  return generic::kTable;
}

}  // namespace

const KernelTable* kernelsFor(Isa isa) { return tableOf(isa); }

const KernelTable& kernels() {
  static const KernelTable& chosen = choose();
  return chosen;
}

}  // namespace alcove::kernels::cpu
