// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/division_picture.h"

#include <gtest/gtest.h>

namespace alcove::ui {
namespace {

client::Division divided() {
  client::Division division;
  division.devices.resize(2);
  division.devices[0].name = QStringLiteral("Processor");
  division.devices[1].name = QStringLiteral("Card");
  division.layers = {0, 0, 1, 1};
  division.caches = {0, 0, 0, 1};
  division.experts = {0, 0, 0, 0};
  division.output = 1;
  return division;
}

TEST(DivisionPicture, HasAStripForEachKindOfPart) {
  client::Division division = divided();
  EXPECT_EQ(divisionStrips(division).size(), 2) << "no experts, no strip";
  EXPECT_EQ(divisionStrips(division)[0].cells, QList<int>({0, 0, 1, 1}));
  EXPECT_EQ(divisionStrips(division)[1].cells, QList<int>({0, 0, 0, 1}));
  division.hasExperts = true;
  EXPECT_EQ(divisionStrips(division).size(), 3);
  EXPECT_EQ(divisionStrips(division)[1].cells, QList<int>({0, 0, 0, 0}));
}

TEST(DivisionPicture, ShowsWhatIsReadFromTheFile) {
  client::Division division = divided();
  division.streamedLayers = {true, false, false, false};
  EXPECT_EQ(divisionStrips(division)[0].cells, QList<int>({kFromFile, 0, 1, 1}));
}

TEST(DivisionPicture, NoLayersMakeNoPicture) {
  EXPECT_TRUE(divisionStrips({}).isEmpty());
  EXPECT_TRUE(divisionInWords({}).isEmpty());
}

TEST(DivisionPicture, SaysTheSameInWords) {
  client::Division division = divided();
  EXPECT_EQ(shareInWords(division, 0), "2 of 4 layers, the KV cache of 3 layers");
  EXPECT_EQ(shareInWords(division, 1), "2 of 4 layers, the KV cache of 1 layer, the output");
  division.layers = division.caches = {1, 1, 1, 1};
  division.input = 1;
  EXPECT_EQ(shareInWords(division, 0), "nothing of this model");
  EXPECT_EQ(divisionInWords(division),
            "Processor: nothing of this model. Card: all 4 layers, the KV cache, the look-up of "
            "tokens, the output.");
}

}  // namespace
}  // namespace alcove::ui
