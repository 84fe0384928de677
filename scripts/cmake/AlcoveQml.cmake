# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
# One flat folder of ui/ = one static library = one QML module, with the C++ view models beside the QML.

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Qml Quick QuickControls2 Svg)
set(CMAKE_AUTOMOC ON)
set(QT_QML_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/qml)  # where qmllint finds every module of ours

# alcove_qml_module(NAME QML A.qml … SINGLETONS Theme.qml … SOURCES a.cpp a.h … LINKS lib … [IMPORTS Alcove.Other …]): the library alcove_ui_NAME
# and the module Alcove.Name, at qrc:/qt/qml/Alcove/Name/. Headers that declare QML_ELEMENT types must be listed;
# IMPORTS names the modules whose types stand in such a header. A module
# that registers types or is imported by another one also has its row in ui/shell/qml_modules.cpp.
function(alcove_qml_module name)
  cmake_parse_arguments(ARG "" "" "QML;SINGLETONS;SOURCES;LINKS;IMPORTS" ${ARGN})
  string(SUBSTRING ${name} 0 1 first)
  string(SUBSTRING ${name} 1 -1 rest)
  string(TOUPPER ${first} first)
  set(module ${first}${rest})
  set_source_files_properties(${ARG_SINGLETONS} PROPERTIES QT_QML_SINGLETON_TYPE TRUE)
  qt_add_library(alcove_ui_${name} STATIC)
  qt_add_qml_module(alcove_ui_${name}
    URI Alcove.${module}
    VERSION 1.0
    RESOURCE_PREFIX /qt/qml
    DEPENDENCIES QtQuick  # its value types (color …) are those of our C++ types
    NO_PLUGIN
    NO_GENERATE_PLUGIN_SOURCE
    DEPENDENCIES ${ARG_IMPORTS}
    QML_FILES ${ARG_QML} ${ARG_SINGLETONS}
    SOURCES ${ARG_SOURCES})
  # Byte code starts as fast as compiled bindings do at our size, and builds in a tenth of the time.
  set_target_properties(alcove_ui_${name} PROPERTIES QT_QMLCACHEGEN_ARGUMENTS "--only-bytecode")
  target_link_libraries(alcove_ui_${name}
    PUBLIC ${ARG_LINKS} Qt6::Core Qt6::Gui Qt6::Qml Qt6::Quick)
  # Our warnings are for our files, not for what Qt generates beside them.
  get_target_property(warnings alcove_warnings INTERFACE_COMPILE_OPTIONS)
  set_source_files_properties(${ARG_SOURCES} PROPERTIES COMPILE_OPTIONS "${warnings}")
  target_include_directories(alcove_ui_${name} PUBLIC ${PROJECT_SOURCE_DIR}/ui PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  list(TRANSFORM ARG_QML PREPEND ${QT_QML_OUTPUT_DIRECTORY}/Alcove/${module}/ OUTPUT_VARIABLE files)
  list(TRANSFORM ARG_SINGLETONS PREPEND ${QT_QML_OUTPUT_DIRECTORY}/Alcove/${module}/ OUTPUT_VARIABLE singletons)
  set_property(GLOBAL APPEND PROPERTY ALCOVE_QML_FILES ${files} ${singletons})
endfunction()

# alcove_qmllint_test(NAME): a ctest entry that fails on any warning of qmllint in any QML file named so far. (Ids inside a
# control's contentItem are fine: our controls are drawn at once anyway. So are ids of the file inside a Component that a
# Loader or a section of a list makes: Qt 6.4 refuses to make those where the file says `ComponentBehavior: Bound`.)
function(alcove_qmllint_test name)
  get_property(files GLOBAL PROPERTY ALCOVE_QML_FILES)
  alcove_register_test(${name} LABEL unit
    COMMAND $<TARGET_FILE:Qt6::qmllint> --deferred-property-id disable --unqualified info -I ${QT_QML_OUTPUT_DIRECTORY} ${files})
endfunction()
