namespace DexExtra.Engine.Collections;

/// <summary>Says whether a slot holds the key that is looked for (<see cref="SlotIndex"/>).</summary>
internal interface ISlotMatch
{
    bool Holds(int slot);
}
