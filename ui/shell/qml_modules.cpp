// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/qml_modules.h"

// Qt's code generator writes one such function for each module of alcove_qml_module().
void qml_register_types_Alcove_Chat();
void qml_register_types_Alcove_Components();
void qml_register_types_Alcove_Hardware();
void qml_register_types_Alcove_Models();
void qml_register_types_Alcove_Onboarding();
void qml_register_types_Alcove_Server();
void qml_register_types_Alcove_Settings();
void qml_register_types_Alcove_Shell();

namespace alcove::ui {

void registerQmlModules() {
  qml_register_types_Alcove_Chat();
  qml_register_types_Alcove_Components();
  qml_register_types_Alcove_Hardware();
  qml_register_types_Alcove_Models();
  qml_register_types_Alcove_Onboarding();
  qml_register_types_Alcove_Server();
  qml_register_types_Alcove_Settings();
  qml_register_types_Alcove_Shell();
}

}  // namespace alcove::ui
