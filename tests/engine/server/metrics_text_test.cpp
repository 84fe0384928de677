// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/metrics_text.h"

#include <gtest/gtest.h>

namespace alcove::server {
namespace {

TEST(MetricsText, WritesBucketsThatCountEverythingBelow) {
  Histogram histogram({0.1, 1});
  for (const double value : {0.05, 0.1, 0.5, 3.0}) histogram.add(value);
  MetricsText text;
  text.histogram("wait_seconds", "How long.", histogram);
  EXPECT_EQ(text.take(),
            "# HELP wait_seconds How long.\n"
            "# TYPE wait_seconds histogram\n"
            "wait_seconds_bucket{le=\"0.1\"} 2\n"
            "wait_seconds_bucket{le=\"1\"} 3\n"
            "wait_seconds_bucket{le=\"+Inf\"} 4\n"
            "wait_seconds_sum 3.65\n"
            "wait_seconds_count 4\n");
}

TEST(MetricsText, EscapesLabels) {
  EXPECT_EQ(metricsLabel("name", "a \"b\" \\ c\nd"), "name=\"a \\\"b\\\" \\\\ c\\nd\"");
}

TEST(Metrics, CountsByRouteAndStatus) {
  Metrics metrics;
  metrics.countRequest("/health", 200);
  metrics.countRequest("/health", 200);
  metrics.countRequest("/health", 403);
  metrics.countToken(true, 0.2);
  metrics.countToken(false, 0.02);
  metrics.countDrafts(5, 3);
  metrics.countDrafts(1, 1);
  const Metrics::Totals totals = metrics.totals();
  EXPECT_EQ(totals.draftedTokens, 6u);
  EXPECT_EQ(totals.acceptedTokens, 4u);
  EXPECT_EQ(totals.requests.at({"/health", 200}), 2u);
  EXPECT_EQ(totals.requests.at({"/health", 403}), 1u);
  EXPECT_EQ(totals.completionTokens, 2u);
  EXPECT_EQ(totals.firstToken.count(), 1u);
  EXPECT_DOUBLE_EQ(totals.perToken.sum(), 0.02);
}

}  // namespace
}  // namespace alcove::server
