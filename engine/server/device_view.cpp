// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/device_view.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "runtime/device_choice.h"
#include "runtime/device_list.h"
#include "runtime/device_name.h"
#include "runtime/machine.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using runtime::ListedDevice;
using State = runtime::SpeedFile::State;

const char* stateName(State state) {
  switch (state) {
    case State::Unknown:
      return "unknown";
    case State::Measured:
      return "measured";
    case State::Failed:
      return "failed";
    case State::Crashed:
      return "crashed";
    case State::Busy:
      return "busy";
  }
  return "unknown";
}

// Null for a device that is not measured.
ordered_json speedJson(const ListedDevice& device) {
  if (device.speedKey.empty()) return nullptr;
  const runtime::SpeedFile::Entry& entry = device.speed;
  ordered_json json = {{"state", stateName(entry.state)}};
  if (entry.state == State::Measured) {
    json["prompt_tokens_per_s"] = entry.speed.promptTokensPerS();
    json["answer_tokens_per_s"] = entry.speed.answerTokensPerS();
  }
  return json;
}

// The processor has no name in common with what backends say of it.
bool runsOn(const runtime::ModelInfo& model, const ListedDevice& device) {
  return model.device == device.kind &&
         (device.kind == "cpu" ||
          model.deviceName.find(device.description.name) != std::string::npos);
}

ordered_json deviceJson(const ListedDevice& device, const runtime::DeviceUse& use, bool inUse) {
  const bool isProcessor = device.kind == "cpu";
  const runtime::Machine machine = isProcessor ? runtime::inspectMachine() : runtime::Machine{};
  const backends::DeviceDescription& description = device.description;
  const auto available = description.availableBytes;
  return {{"kind", device.kind},
          {"device", isProcessor         ? "cpu"
                     : device.index >= 0 ? runtime::deviceName(device.kind, device.index)
                                         : ""},
          {"name", description.name},
          {"driver", description.driver},
          {"cores", isProcessor ? machine.cores : 0},
          {"memory_bytes", description.memoryBytes},
          {"available_bytes", available ? ordered_json(*available) : ordered_json()},
          {"held_bytes", description.heldBytes},
          {"shares_memory", description.sharesMemory},
          {"instruction_set", machine.instructionSet},
          {"usable", description.usable},
          {"reason", description.reason},
          {"speed", speedJson(device)},
          {"in_use", inUse},
          {"chosen", use.used},
          {"why", use.reason},
          {"remedy", use.remedy}};
}

}  // namespace

ordered_json devicesJson(const runtime::ModelInfo* loaded) {
  const std::vector<ListedDevice> listed = runtime::listDevices();
  const runtime::DeviceChoice chosen = runtime::chooseDevice("auto", listed);
  ordered_json devices = ordered_json::array();
  std::set<std::string> found;  // equal cards have equal names: the first of them is taken
  for (const ListedDevice& device : listed) {
    const bool inUse = loaded != nullptr && runsOn(*loaded, device) &&
                       found.insert(device.description.name).second;
    devices.push_back(deviceJson(device, runtime::useOf(device, listed, chosen), inUse));
  }
  return {{"devices", devices}, {"chosen", chosen.kind}, {"reason", chosen.reason}};
}

}  // namespace alcove::server
