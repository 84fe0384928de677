// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "server/adapter_fields.h"
#include "server/file_path.h"
#include "server/json_views.h"
#include "server/route.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

// Who has a key need not know where files lie.
std::string shownPath(const std::filesystem::path& path) {
  return (path.has_filename() ? path : path.parent_path()).filename().string();
}

ordered_json adapterJson(const runtime::AdapterInfo& info) {
  return {{"id", info.id},
          {"path", shownPath(info.path)},
          {"name", info.name},
          {"scale", info.scale},
          {"bytes", info.bytes}};
}

std::uint32_t idFrom(const std::string& path) {
  const std::string text = path.substr(path.rfind('/') + 1);
  std::uint32_t id = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, id);
  if (error != std::errc() || stop != end)
    throw Error(ErrorCode::NotFound, "An adapter's id is a whole number.");
  return id;
}

}  // namespace

HttpResponse getAdapters(ModelHost& host, const HttpRequest&) {
  ordered_json list = ordered_json::array();
  for (const runtime::AdapterInfo& info : host.require()->engine->adapters())
    list.push_back(adapterJson(info));
  HttpResponse response;
  response.body = jsonText(list);
  return response;
}

HttpResponse postAdapterScales(ModelHost& host, const HttpRequest& request) {
  static constexpr const char* kMember = "adapters";
  const auto scales = readAdapterScales(JsonReader(request.body, kMember), kMember);
  if (!scales)
    throw Error(ErrorCode::InvalidArgument,
                "The request must be an array of adapters, each with an id and a scale.");
  host.require()->engine->setAdapterScales(*scales);
  HttpResponse response;
  response.body = R"({"success":true})";
  return response;
}

HttpResponse postAdapter(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const auto path = requireFilePath(reader);
  const auto scale = float(reader.number("scale").value_or(1));
  const std::shared_ptr<LoadedModel> model = host.require();
  const std::uint32_t id = model->engine->loadAdapter(path, scale);
  ordered_json body = {{"id", id}};
  for (const runtime::AdapterInfo& info : model->engine->adapters())
    if (info.id == id) body = adapterJson(info);
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

HttpResponse deleteAdapter(ModelHost& host, const HttpRequest& request) {
  host.require()->engine->unloadAdapter(idFrom(request.path));
  HttpResponse response;
  response.body = R"({"success":true})";
  return response;
}

}  // namespace alcove::server
