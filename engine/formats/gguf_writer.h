// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/atomic_file.h"
#include "formats/gguf_file.h"

namespace alcove::formats {

// Writes a GGUF v3 file front to back: metadata and the list of tensors first, then the tensors'
// bytes in the order of that list, in pieces of any size, so that a model is never in memory as a
// whole. The file appears under its name with commit(); without it nothing is left behind.
//
//   GgufWriter writer("out.gguf");
//   writer.setString("general.architecture", "llama");
//   writer.addTensor("token_embd.weight", quant::kF16, {{4096, 32000}});
//   writer.beginData();
//   writer.write(piece);  // … until each tensor has all its bytes
//   writer.commit();
//
// Not thread-safe. Source of the layout: the GGUF specification in ggml's documentation.
class GgufWriter {
 public:
  // Throws Error Io if no file can be made beside `path`.
  explicit GgufWriter(std::filesystem::path path);

  // Keys are written in the order in which they were first set; setting one again replaces its
  // value. "general.alignment" is the writer's own business: it is not written, and the data has
  // the 32 bytes that the format gives without it.
  void setUint32(std::string_view key, std::uint32_t value);
  void setUint64(std::string_view key, std::uint64_t value);
  void setInt32(std::string_view key, std::int32_t value);
  void setFloat32(std::string_view key, float value);
  void setBool(std::string_view key, bool value);
  void setString(std::string_view key, std::string_view value);
  void setStrings(std::string_view key, std::span<const std::string> values);
  void setInt32s(std::string_view key, std::span<const std::int32_t> values);
  void setUint32s(std::string_view key, std::span<const std::uint32_t> values);
  void setFloat32s(std::string_view key, std::span<const float> values);
  void setBools(std::string_view key, const std::vector<bool>& values);
  void setBytes(std::string_view key, std::span<const std::uint8_t> values);
  // A value of another file as it stands there.
  void copy(std::string_view key, const GgufValue& value);
  void remove(std::string_view key);

  // `dims` innermost first, 1 to 4 of them, the first a multiple of the type's block. Names are
  // unique and at most 63 bytes long. Returns the tensor's size in bytes.
  std::uint64_t addTensor(std::string_view name, const quant::BlockType& type,
                          std::span<const std::uint64_t> dims);

  // Of all tensors without the padding between them.
  [[nodiscard]] std::uint64_t tensorBytes() const { return m_tensorBytes; }

  // Writes the header; from here on neither metadata nor the list of tensors may change. Throws
  // Error Io, at once if the disk has no room for the whole file.
  void beginData();
  // The next bytes of the current tensor; a piece ends at the tensor's end at the latest. Throws
  // Error Io.
  void write(std::span<const std::byte> bytes);
  // All tensors must be complete. Throws Error Io; then what was under the name before is still
  // there.
  // `check`, if given, looks at the whole file under its temporary name first and may throw.
  void commit(const std::function<void(const std::filesystem::path&)>& check = {});

 private:
  struct Value {
    std::string key;
    GgufType type;
    std::string bytes;  // all that follows the type in the file
  };
  struct Tensor {
    std::string name;
    const quant::BlockType* type;
    std::vector<std::uint64_t> dims;
    std::uint64_t bytes;
  };

  void set(std::string_view key, GgufType type, std::string bytes);
  void pad();

  base::AtomicFile m_file;
  std::vector<Value> m_values;
  std::map<std::string, std::size_t, std::less<>> m_valueByKey;
  std::vector<Tensor> m_tensors;
  std::map<std::string, std::size_t, std::less<>> m_tensorByName;
  std::uint64_t m_tensorBytes = 0;
  bool m_inData = false;
  std::size_t m_current = 0;     // tensor that is being written
  std::uint64_t m_written = 0;   // bytes of it
  std::uint64_t m_position = 0;  // in the file
};

}  // namespace alcove::formats
