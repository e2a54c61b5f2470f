; Inno Setup 6: a per-machine installer of build\frozen\inbox-workstation (docs/packaging.md says how it is called).
; Not run where this project is tested: Windows is needed.
#ifndef Version
  #error Call it with /DVersion=…
#endif

[Setup]
AppId={{6B0E7D0C-6C1B-4F5B-9E55-2D9D5E1D6C11}
AppName=Inbox
AppVersion={#Version}
AppPublisher=Inbox
DefaultDirName={autopf}\Inbox Workstation
DefaultGroupName=Inbox
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
SetupIconFile=..\..\build\icons\inbox-workstation.ico
UninstallDisplayIcon={app}\inbox-workstation.exe
LicenseFile=..\..\LICENSE
OutputDir=..\..\build
OutputBaseFilename=inbox-workstation-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"

[Files]
Source: "..\..\build\frozen\inbox-workstation\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Inbox"; Filename: "{app}\inbox-workstation.exe"
