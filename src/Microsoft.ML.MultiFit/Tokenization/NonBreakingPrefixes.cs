namespace Microsoft.ML.MultiFit;

/// <summary>
/// Abbreviations after which a period does not end a sentence, by language. Short lists: what they miss costs one more piece, no more. The
/// German list leaves out <c>Hr</c> and <c>Fr</c>, as that of Moses does.
/// </summary>
internal sealed class NonBreakingPrefixes
{
    /// <summary>No prefix is longer.</summary>
    public const int MaxLength = 8;

    private const string LatinCapitals = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z";
    private const string LatinSmall = "a b c d e f g h i j k l m n o p q r s t u v w x y z";
    private const string RomanNumerals = "II III IV VI VII VIII IX XI XII XIII XIV XV XVI XVII XVIII XIX XX";

    private static readonly NonBreakingPrefixes s_english = new(
        $"{LatinCapitals} Adj Adm Adv Asst Bart Bldg Brig Bros Capt Cmdr Col Corp Cpl Dr Drs Ens Gen Gov Hon Hosp Insp Lt Maj Messrs Mlle Mme Mr Mrs Ms Msgr "
        + "Op Ord Ph Prof Pvt Rep Reps Res Rev Rt Sen Sens Sgt Sr St Supt Surg v vs Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
        "No Nos Art Nr pp");

    private static readonly Dictionary<string, NonBreakingPrefixes> s_byLanguage = new(StringComparer.Ordinal)
    {
        ["en"] = s_english,
        ["de"] = new(
            $"{LatinCapitals} {LatinSmall} {RomanNumerals} {string.Join(' ', Enumerable.Range(1, 99))} Dr Prof Dipl Ing Mag St Str Gen Mr Mrs Ms Mme Msgr Sr "
            + "bzw ca Chr Co dgl dergl etc evtl ff geb gest ggf inkl jun sen Jh Mio Mrd MwSt sog sogen Std usf usw vgl vs zit zzt Zt Bd Abb Abs Anm Aufl Hrsg",
            "No Nr Art Nos pp"),
        ["fr"] = new(
            $"{LatinCapitals} {LatinSmall} {RomanNumerals} MM Mgr Mr Dr Prof Ste St Sr av apr art bd boul cf chap coll dir éd env etc ex fig hab ill ing "
            + "janv févr juil sept oct nov déc min max op p.ex pl réf rév suiv t.p tél vol vs",
            "no n° p pp"),
        ["it"] = new(
            $"{LatinCapitals} {LatinSmall} {RomanNumerals} Dott Dr Dtt Ing Prof Sig Sigg Geom Avv Arch Rag Mons On Gen Col Cap Ten Magg Cav Comm Ill Preg Spett "
            + "ag art cap cfr col ecc ed es fig gg lett lib pag tel vol vs",
            "n nr no pag pp"),
        ["es"] = new(
            $"{LatinCapitals} {RomanNumerals} Adm Arq Atte Av Avda Bco Cap Cía Cnel Col Dr Dra Dres Dn Dña Exc Excmo Gral Ing Lic Lcda Ltda Mons Prof Profa "
            + "Rep Sgto Sr Sra Sras Sres Srta Sta Sto Ud Uds Vd Vds aprox art cap cf ed etc fig gob pág págs tel vol vs",
            "no nro núm pp"),
        ["pt"] = new(
            $"{LatinCapitals} {LatinSmall} {RomanNumerals} Adm Arq Av Cap Cel Cia Col Dr Dra Dres Eng Enga Exc Gen Ilmo Jr Ltda Maj Mons Prof Profa Rev Sr Sra "
            + "Sras Srs Srta Sto Sta Ten art cap ed etc fig pág págs séc tel vol vs",
            "no nº nr pp"),
        ["nl"] = new(
            $"{LatinCapitals} {LatinSmall} {RomanNumerals} bacc Bc bur Capt dhr Dr dr drs Drs ds dw Gen gep ing ir jhr jkvr jr kand kol lgen lkol Lt maj med mej "
            + "mevr Mme mr mr Mw o.b prof plv prov pt scr sr St sec secr tit ca bijv blz bv enz evt excl incl jl max min nl resp vgl vs zgn",
            "Nr nr nrs art pp"),
        ["ru"] = new(
            "А Б В Г Д Е Ё Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ъ Ы Ь Э Ю Я "
            + "а б в г д е ж з и к л м н о п р с т у ф х ц ш э ю я "
            + $"{LatinCapitals} {RomanNumerals} гг гл вв др им кв мин млн млрд тыс обл оз пер пл пос пр просп проф рис "
            + "руб св см стр табл тел тов ул устар чел акад гр доц жен мед нач рим след сокр соч сост ср сут тж тип",
            "N No"),
    };

    private readonly HashSet<string> _always;
    private readonly HashSet<string> _beforeNumber;

    private NonBreakingPrefixes(string always, string beforeNumber)
    {
        _always = [.. always.Split(' ')];
        _beforeNumber = [.. beforeNumber.Split(' ')];
    }

    public static NonBreakingPrefixes Of(string language) => s_byLanguage.GetValueOrDefault(language, s_english);

    /// <summary>Whether the word keeps its period wherever it stands.</summary>
    public bool Contains(string word) => _always.Contains(word) && !_beforeNumber.Contains(word);

    /// <summary>Whether the word keeps its period if a number follows.</summary>
    public bool ContainsBeforeNumber(string word) => _beforeNumber.Contains(word);
}
