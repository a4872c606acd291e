using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sluice.Transport.Io;

/// <summary>
/// Asks the kernel about a TCP socket. The offsets are those of <c>struct tcp_info</c> and of the words of
/// <c>SO_MEMINFO</c> in Linux' interface, where fields are only ever added behind.
/// </summary>
internal static class SocketReport
{
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int TcpInfoLength = 216;
    private const int SolSocket = 1;
    private const int SoMemInfo = 55;
    private const int MemInfoLength = 9 * sizeof(uint);

    /// <summary>What it says; null where it does not know these questions, or of a socket that is closed.</summary>
    public static SocketUsage? Read(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> info = stackalloc byte[TcpInfoLength];
        Span<byte> memory = stackalloc byte[MemInfoLength];
        try
        {
            if (socket.GetRawSocketOption(Tcp, TcpInfo, info) < info.Length) return null;
            if (socket.GetRawSocketOption(SolSocket, SoMemInfo, memory) < memory.Length) return null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
        // A client's own SYN counts as one byte acknowledged, hence the comparison.
        var outstanding = Long(info, 200) - Long(info, 208) - Long(info, 120);
        return new SocketUsage(
            ReceiveQueue: Word(memory, 0),
            SendQueue: Word(memory, 5 * sizeof(uint)),
            Unacknowledged: Math.Max(0, outstanding),
            NotSent: Word(info, 144),
            RoundTripTime: TimeSpan.FromMicroseconds(Word(info, 68)),
            Retransmits: Word(info, 100));

        // The kernel's byte order is the machine's.
        static long Word(ReadOnlySpan<byte> bytes, int offset) => MemoryMarshal.Read<uint>(bytes[offset..]);
        static long Long(ReadOnlySpan<byte> bytes, int offset) => MemoryMarshal.Read<long>(bytes[offset..]);
    }
}
