// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/formats/hostile_cases.h"

#include <iterator>
#include <utility>

namespace alcove::formats {

std::function<std::string()> changed(std::function<void(test::GgufBuilder&)> change) {
  return [change = std::move(change)] {
    test::GgufBuilder model = test::littleModel();
    change(model);
    return model.build();
  };
}

std::vector<HostileCase> allHostileCases() {
  std::vector<HostileCase> all;
  for (auto list : {headerCases(), stringCases(), metadataCases(), tensorCases(), splitCases(),
                    meaningCases(), vocabularyCases()}) {
    all.insert(all.end(), std::make_move_iterator(list.begin()),
               std::make_move_iterator(list.end()));
  }
  return all;
}

}  // namespace alcove::formats
