// File modes and ssh-keygen: these tests are for the systems that the proxy serves on.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
