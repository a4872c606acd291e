using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Sluice.Transport;
using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Microbenchmarks;

/// <summary>What a handshake and a login cost in public-key operations, through the types that the transport uses.</summary>
[MemoryDiagnoser]
[MinColumn]
public class KeyExchangeBenchmarks : IDisposable
{
    private readonly byte[] _data = new byte[256];
    private readonly SshPrivateKey _ed25519 = SshPrivateKey.GenerateEd25519();
    private readonly EcdsaPrivateKey _ecdsa;
    private readonly RsaPrivateKey _rsa;
    private readonly Dictionary<string, KeyExchangeAlgorithm> _algorithms = KeyExchangeAlgorithms.All.ToDictionary(algorithm => algorithm.Name);
    private readonly Dictionary<string, byte[]> _clientValues = [];
    private readonly byte[] _ed25519Signature;
    private readonly byte[] _ecdsaSignature;
    private readonly byte[] _rsaSignature;
    private readonly byte[] _ed25519Blob;
    private readonly byte[] _ecdsaBlob;

    public KeyExchangeBenchmarks()
    {
        using var ecdsa = ECDsa.Create(NistCurve.P256.Parameters);
        var numbers = ecdsa.ExportParameters(includePrivateParameters: true);
        _ecdsa = new EcdsaPrivateKey(NistCurve.P256, numbers.D!, numbers.Q);
        using var rsa = RSA.Create(3072);
        _rsa = new RsaPrivateKey(rsa.ExportParameters(includePrivateParameters: true));
        foreach (var algorithm in KeyExchangeAlgorithms.All)
        {
            using var client = Create(algorithm.Name);
            _clientValues[algorithm.Name] = client.Start();
        }
        _ed25519Signature = _ed25519.Sign("ssh-ed25519", _data);
        _ecdsaSignature = _ecdsa.Sign("ecdsa-sha2-nistp256", _data);
        _rsaSignature = _rsa.Sign("rsa-sha2-512", _data);
        _ed25519Blob = _ed25519.PublicKey.Blob.ToArray();
        _ecdsaBlob = _ecdsa.PublicKey.Blob.ToArray();
    }

    public static IEnumerable<string> Names => KeyExchangeAlgorithms.All.Where(algorithm => algorithm.IsDefault).Select(algorithm => algorithm.Name);

    /// <summary>What a client has done to the server without logging in; for group exchange in the largest group, which OpenSSH's asks for.</summary>
    [Benchmark]
    [ArgumentsSource(nameof(Names))]
    public byte[] Server(string name)
    {
        using var server = Create(name);
        if (!server.TryRespond(_clientValues[name], out _, out var secret)) throw new InvalidOperationException($"{name} refused its own value.");
        return secret;
    }

    [Benchmark]
    [ArgumentsSource(nameof(Names))]
    public byte[] ClientStart(string name)
    {
        using var client = Create(name);
        return client.Start();
    }

    [Benchmark]
    public byte[] Ed25519Sign() => _ed25519.Sign("ssh-ed25519", _data);

    [Benchmark]
    public bool Ed25519Verify() => _ed25519.PublicKey.Verify("ssh-ed25519", _data, _ed25519Signature);

    [Benchmark]
    public bool Ed25519ParseAndVerify() =>
        SshPublicKey.TryParse(_ed25519Blob, out var key, out _) && key.Verify("ssh-ed25519", _data, _ed25519Signature);

    [Benchmark]
    public byte[] Ecdsa256Sign() => _ecdsa.Sign("ecdsa-sha2-nistp256", _data);

    [Benchmark]
    public bool Ecdsa256Verify() => _ecdsa.PublicKey.Verify("ecdsa-sha2-nistp256", _data, _ecdsaSignature);

    [Benchmark]
    public bool Ecdsa256ParseAndVerify() =>
        SshPublicKey.TryParse(_ecdsaBlob, out var key, out _) && key.Verify("ecdsa-sha2-nistp256", _data, _ecdsaSignature);

    [Benchmark]
    public byte[] Rsa3072Sign() => _rsa.Sign("rsa-sha2-512", _data);

    [Benchmark]
    public bool Rsa3072Verify() => _rsa.PublicKey.Verify("rsa-sha2-512", _data, _rsaSignature);

    [GlobalCleanup]
    public void Dispose()
    {
        _ed25519.Dispose();
        _ecdsa.Dispose();
        _rsa.Dispose();
        GC.SuppressFinalize(this);
    }

    private KeyAgreement Create(string name)
    {
        var agreement = _algorithms[name].Create();
        if (agreement is DiffieHellmanAgreement { NeedsGroup: true } groupless) groupless.TakeGroup(DiffieHellmanGroups.Group18);
        return agreement;
    }
}
