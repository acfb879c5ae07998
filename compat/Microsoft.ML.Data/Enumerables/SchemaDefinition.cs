using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>How the members of a row class map to columns; a list that the user may change.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    [Flags]
    public enum Direction
    {
        /// <summary>Members whose values become columns.</summary>
        Read = 1,

        /// <summary>Members that are filled from columns.</summary>
        Write = 2,
        Both = Read | Write,
    }

    private SchemaDefinition()
    {
    }

    public Column this[string columnName]
    {
        get => this.FirstOrDefault(column => column.ColumnName == columnName);
        set
        {
            if (columnName != value.ColumnName)
                throw new ArgumentOutOfRangeException(nameof(columnName), $"The column name is specified as '{columnName}' but must match '{value.ColumnName}'.");
            var index = FindIndex(column => column.ColumnName == columnName);
            if (index < 0)
                Add(value);
            else
                this[index] = value;
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        foreach (var member in RowMember.All(userType, direction))
        {
            var name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (definition[name] != null)
                throw new ArgumentOutOfRangeException(nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            definition.Add(new Column(member.Name, name, RowMember.ColumnType(member)));
        }

        return definition;
    }

    public sealed class Column
    {
        private readonly DataViewSchema.Annotations.Builder _annotations = new();

        internal Column(string memberName, string columnName, DataViewType columnType)
        {
            MemberName = memberName;
            ColumnName = columnName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations => _annotations.ToAnnotations();

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType) =>
            _annotations.Add(kind, annotationType, (ref T destination) => destination = value);

        internal void AddAnnotations(DataViewSchema.Annotations annotations) => _annotations.Add(annotations, _ => true);
    }
}
