namespace Sluice.Proxy.Options;

/// <summary>The configuration in force: read it once for a decision, it is exchanged as a whole.</summary>
internal sealed class CurrentModel(SluiceModel model)
{
    private volatile SluiceModel _value = model;

    /// <summary>The configuration that is in force now.</summary>
    public SluiceModel Value => _value;

    /// <summary>Puts another one in force.</summary>
    public void Exchange(SluiceModel model) => _value = model;
}
